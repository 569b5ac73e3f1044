import type { StreamMark, StreamPage, StreamSpan } from '../../../preload/contract/stream';

/** What falls on the bytes of a line: marks, matches, the selected packet's bytes. Positions, not offsets. */
export interface Lights {
  readonly page: StreamPage;
  readonly selected: readonly StreamSpan[];
  readonly match: readonly StreamSpan[];
}

const MARK_TEXT: Readonly<Record<StreamMark['kind'], (packet: number) => string>> = {
  retransmitted: (packet) => `Packet ${packet} brought these bytes again`,
  conflicting: (packet) => `Packet ${packet} brought other bytes for this place; those that came first are shown`,
  'after-reset': (packet) => `Packet ${packet} brought these bytes after a reset`,
  'beyond-fin': (packet) => `Packet ${packet} brought these bytes behind the end that a FIN had set`,
};

const holds = ({ at, length }: StreamSpan, position: number) => position >= at && position < at + length;

/** Spans come in the order of the stream; those before a line are passed over by halving. */
export function touching<Span extends StreamSpan>(spans: readonly Span[], from: number, to: number): readonly Span[] {
  return spans.filter(({ at, length }) => at < to && at + length > from);
}

export interface LineLights {
  readonly marks: readonly StreamMark[];
  readonly matches: readonly StreamSpan[];
  readonly selected: readonly StreamSpan[];
  readonly match: readonly StreamSpan[];
}

export function lightsOf({ page, selected, match }: Lights, from: number, to: number): LineLights {
  return {
    marks: touching(page.marks, from, to),
    matches: touching(page.matches, from, to),
    selected: touching(selected, from, to),
    match: touching(match, from, to),
  };
}

/** The strongest mark first: bytes that conflict were retransmitted too. */
const STRENGTH: readonly StreamMark['kind'][] = ['conflicting', 'after-reset', 'beyond-fin', 'retransmitted'];

const DARK = { names: '', title: '' } as const;

/** Classes of a byte, and what is said of it on hover. */
export function lightAt(lights: LineLights, position: number): { readonly names: string; readonly title: string } {
  const { marks: all, matches, selected } = lights;
  if (all.length === 0 && matches.length === 0 && selected.length === 0 && lights.match.length === 0) return DARK;
  const names: string[] = [];
  const marks = lights.marks.filter((mark) => holds(mark, position));
  const strongest = STRENGTH.find((kind) => marks.some((mark) => mark.kind === kind));
  if (strongest) names.push(`is-${strongest}`);
  if (lights.selected.some((span) => holds(span, position))) names.push('is-selected');
  if (lights.match.some((span) => holds(span, position))) names.push('is-match is-current');
  else if (lights.matches.some((span) => holds(span, position))) names.push('is-match');
  const title = [...new Set(marks.map(({ kind, packet }) => MARK_TEXT[kind](packet)))].join('\n');
  return { names: names.join(' '), title };
}
