import { visibleText } from '../../format/visible-text';
import type { TreeLine } from '../../state/detail-tree';

/** Name and meaning of the selected field, and where it stands in the bytes. */
export function FieldHelp({ line }: { readonly line: TreeLine | undefined }) {
  if (!line) return null;
  const { name, help, start, length } = line.node;
  const bytes = length === 0 ? '' : length === 1 ? `byte ${start}` : `bytes ${start}–${start + length - 1}`;
  return (
    <div className="field-help">
      {name && <span className="field-help-name">{name}</span>}
      <span className="field-help-text">{visibleText(help)}</span>
      <span className="field-help-bytes">{bytes}</span>
    </div>
  );
}
