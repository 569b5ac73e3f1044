import { memo } from 'react';
import type { FlowLine } from '../../../preload/contract/flow';
import { crossesOthers, drawLine, reachOf } from './draw-line';
import type { Frame } from './frame';
import { spokenLabel } from './line-label';
import { ShapeList } from './shape-view';

interface LineViewProps {
  readonly line: FlowLine;
  readonly frame: Frame;
  readonly y: number;
  readonly names: readonly string[];
  readonly isSelected: boolean;
  readonly isCursor: boolean;
  readonly isExpanded: boolean;
  readonly hasLabel: boolean;
  /** Of the selected packet's connection. */
  readonly isKin: boolean;
}

/** What a line is drawn of, drawn again only when the line or the frame are others; moving it costs one attribute. */
const Drawing = memo(function Drawing(props: { line: FlowLine; frame: Frame; isExpanded: boolean; hasLabel: boolean }) {
  const { line, frame } = props;
  return <ShapeList shapes={drawLine(line, frame, { ...props, isArrowApart: crossesOthers(line) })} />;
});

export const lineId = (ladder: string, line: FlowLine): string => `${ladder}-${line.line}`;

/** A line of the ladder, with what it says for those who hear it. */
export const LineView = memo(function LineView(props: LineViewProps & { readonly ladder: string }) {
  const { line, frame, y, names, isSelected, isCursor, isExpanded, hasLabel, isKin, ladder } = props;
  const { above, below } = reachOf(line, frame);
  const half = frame.spacing / 2;
  const state = `${isSelected ? ' is-selected' : ''}${isCursor ? ' is-cursor' : ''}${isKin ? ' is-kin' : ''}`;
  const problem = line.kind === 'lost' || line.tone === 'problem' ? 'true' : undefined;
  return (
    <g
      id={lineId(ladder, line)}
      className={`lad-line${state}`}
      transform={`translate(0 ${y})`}
      role="option"
      aria-selected={isSelected}
      aria-label={spokenLabel(line, names)}
      aria-posinset={line.line + 1}
      data-line={line.line}
      data-kind={line.kind}
      data-packet={line.packet}
      data-problem={problem}
    >
      <rect
        className="lad-row"
        x={0}
        y={-Math.min(above, half + 4)}
        width={frame.sheetWidth}
        height={Math.min(above, half + 4) + Math.min(below, half - 2)}
      />
      <Drawing line={line} frame={frame} isExpanded={isExpanded} hasLabel={hasLabel} />
    </g>
  );
});
