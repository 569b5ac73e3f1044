import { IconGripVertical } from '@tabler/icons-react';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import './ordered-list.css';

interface Line {
  readonly key: number;
  /** Names the line to who hears it. */
  readonly name: string;
  /** Stands before the line's button, such as a box to tick. */
  readonly before?: ReactNode;
  readonly content: ReactNode;
  readonly style?: CSSProperties;
}

interface OrderedListProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly at: number;
  readonly onSelect: (at: number) => void;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (at: number) => void;
  /** Whether the keyboard begins here when a dialog opens. */
  readonly takesFocus?: boolean;
  /** Said where the list is empty. */
  readonly empty: string;
}

/** Where the line that is dragged would come to stand. */
interface Target {
  readonly line: number;
  readonly isBelow: boolean;
}

/** Lines whose order counts: dragged, or moved with Alt and the arrows. One is chosen; Delete takes it out. */
export function OrderedList({
  label,
  lines,
  at,
  onSelect,
  onMove,
  onRemove,
  takesFocus = true,
  empty,
}: OrderedListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState(-1);
  const [target, setTarget] = useState<Target | null>(null);
  const [said, setSaid] = useState('');
  const takesKeyboard = useRef(false);

  // The keyboard stays with the line that it moved.
  useEffect(() => {
    const chosen = list.current?.children[at];
    chosen?.scrollIntoView({ block: 'nearest' });
    if (takesKeyboard.current) chosen?.querySelector<HTMLElement>('.ordered-choice')?.focus();
    takesKeyboard.current = false;
  }, [at]);

  const go = (to: number) => {
    if (to < 0 || to >= lines.length) return;
    takesKeyboard.current = true;
    onSelect(to);
  };
  const shift = (from: number, to: number) => {
    if (to < 0 || to >= lines.length || from === to) return;
    takesKeyboard.current = true;
    onMove(from, to);
    setSaid(`${lines[from]?.name} is now ${to + 1} of ${lines.length}`);
  };
  const onKeyDown = (event: KeyboardEvent, line: number) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by !== 0) (event.altKey ? () => shift(line, line + by) : () => go(line + by))();
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(lines.length - 1);
    else if (event.key === 'Delete') {
      takesKeyboard.current = true;
      onRemove(line);
    } else return;
    event.preventDefault();
  };
  const drop = () => {
    if (dragged >= 0 && target) {
      const to = target.line + (target.isBelow ? 1 : 0);
      shift(dragged, to > dragged ? to - 1 : to);
    }
    setDragged(-1);
    setTarget(null);
  };

  if (lines.length === 0) return <div className="ordered-list ordered-empty">{empty}</div>;
  return (
    <>
      <ul className="ordered-list" aria-label={label} ref={list}>
        {lines.map((line, index) => (
          <li
            key={line.key}
            className={classOf(index === at, target?.line === index ? target : null)}
            style={line.style}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(index);
            }}
            onDragOver={(event) => {
              if (dragged < 0) return;
              event.preventDefault();
              const { top, height } = event.currentTarget.getBoundingClientRect();
              setTarget({ line: index, isBelow: event.clientY > top + height / 2 });
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop();
            }}
            onDragEnd={() => {
              setDragged(-1);
              setTarget(null);
            }}
          >
            <IconGripVertical size={13} className="ordered-grip" aria-hidden />
            {line.before}
            <button
              type="button"
              className="ordered-choice"
              tabIndex={index === at ? 0 : -1}
              data-autofocus={(takesFocus && index === at) || undefined}
              aria-current={index === at}
              aria-label={`${line.name}, ${index + 1} of ${lines.length}`}
              onClick={() => onSelect(index)}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              {line.content}
            </button>
          </li>
        ))}
      </ul>
      <div className="visually-hidden" role="status">
        {said}
      </div>
    </>
  );
}

function classOf(isChosen: boolean, target: Target | null): string {
  const names = ['ordered-line'];
  if (isChosen) names.push('is-chosen');
  if (target) names.push(target.isBelow ? 'is-target-below' : 'is-target-above');
  return names.join(' ');
}
