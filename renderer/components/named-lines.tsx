import './named-lines.css';

/** A name and what it stands for, on one line of a list. */
export function NamedLine(props: { readonly name: string; readonly text: string; readonly isWrong?: boolean }) {
  return (
    <>
      <span className="named-name">{props.name}</span>
      <span className={props.isWrong ? 'named-text is-wrong' : 'named-text'}>{props.text}</span>
    </>
  );
}
