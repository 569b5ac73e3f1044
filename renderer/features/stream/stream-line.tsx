import { memo, type ReactNode } from 'react';
import type { StreamLine, StreamPage, StreamShape, StreamSpan } from '../../../preload/contract/stream';
import { formatCounted } from '../../format/quantity';
import { type Cell, cellsOf } from './cells';
import { type LineLights, lightAt, lightsOf } from './lights';
import { TurnHeading } from './turn-heading';

interface LineProps {
  readonly line: StreamLine;
  readonly number: number;
  readonly page: StreamPage;
  readonly shape: StreamShape;
  readonly selected: readonly StreamSpan[];
  readonly match: readonly StreamSpan[];
  readonly isCurrent: boolean;
  /** Position of the character that the keyboard is at; -1 for none of this line. */
  readonly caret: number;
}

/** With the character that the keyboard is at. */
function lightOf({ from, to }: Cell, at: number, lights: LineLights, caret: number) {
  const light = lightAt(lights, at + from);
  return caret >= at + from && caret < at + to ? { ...light, names: `${light.names} is-caret`.trim() } : light;
}

/** Neighbouring cells that look the same are one element. */
function runsOf(cells: readonly Cell[], at: number, lights: LineLights, caret: number): ReactNode[] {
  const runs: ReactNode[] = [];
  let text = '';
  let first = 0;
  let before: { names: string; title: string; isStandIn: boolean } | null = null;
  const close = () => {
    if (!before || text === '') return;
    const names = `${before.names}${before.isStandIn ? ' is-stand-in' : ''}`;
    runs.push(
      <span key={first} data-cell={first} className={names || undefined} title={before.title || undefined}>
        {text}
      </span>,
    );
    text = '';
  };
  cells.forEach((cell, index) => {
    const light = lightOf(cell, at, lights, caret);
    const isSame = before?.names === light.names && before.title === light.title && before.isStandIn === cell.isStandIn;
    if (!isSame) {
      close();
      first = index;
      before = { ...light, isStandIn: cell.isStandIn };
    }
    text += cell.text;
  });
  close();
  return runs;
}

function Data({ line, page, shape, selected, match, caret }: LineProps) {
  const bytes = page.bytes.subarray(line.from, line.to);
  const lights = lightsOf({ page, selected, match }, line.at, line.at + Math.max(1, bytes.length));
  return (
    <>
      {shape.format === 'hex' && <span className="stream-offset">{line.offset.toString(16).padStart(8, '0')}</span>}
      {cellsOf(bytes, shape.format, shape.encoding).map((cells, column) => (
        <bdi
          // biome-ignore lint/suspicious/noArrayIndexKey: columns of a line do not move
          key={column}
          className="stream-bytes"
          data-column={column}
          style={line.indent > 0 ? { paddingLeft: `${line.indent * 2}ch` } : undefined}
        >
          {runsOf(cells, line.at, lights, caret)}
        </bdi>
      ))}
    </>
  );
}

function Line(props: LineProps) {
  const { line, number, isCurrent } = props;
  const names = `stream-line is-${line.kind} from-${line.sender}${isCurrent ? ' is-cursor' : ''}`;
  return (
    <div className={names} data-line={number}>
      {line.kind === 'turn' && line.turn && <TurnHeading sender={line.sender} turn={line.turn} title={line.text} />}
      {line.kind === 'note' && line.text}
      {line.kind === 'gap' && `${formatCounted(line.length, 'byte')} missing from the capture`}
      {line.kind === 'data' && <Data {...props} />}
    </div>
  );
}

/** A line of a followed stream, drawn anew only when what falls on it changes. */
export const StreamLineRow = memo(Line);
