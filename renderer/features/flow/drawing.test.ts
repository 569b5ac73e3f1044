import { describe, expect, it } from 'vitest';
import type { FlowLine } from '../../../preload/contract/flow';
import { drawLine, labelled } from './draw-line';
import { drawLinks } from './draw-links';
import { svgBeginning, svgEnding, svgOfBlock } from './export/ladder-svg';
import { textLine, widthsFor } from './export/ladder-text';
import type { WrittenPart } from './export/written-part';
import { frameOf, laneOf, slopeOf } from './frame';
import { retransmission, segment, shape } from './testing/lines';

const frame = frameOf(shape(), { width: 900, spacing: 26, isEven: true });
const arrowOf = (line: FlowLine) => drawLine(line, frame).filter(({ tag }) => tag === 'line');

describe('the frame', () => {
  it('leaves room for arrows first, then for times, states and numbers', () => {
    for (const width of [240, 400, 600, 800, 1400]) {
      const each = frameOf(shape(), { width, spacing: 26, isEven: true });
      const [client = 0, server = 0] = each.lanes;
      expect(client).toBeGreaterThan(0);
      expect(server).toBeLessThan(width);
      expect(server - client).toBeGreaterThanOrEqual(Math.min(200, width - 60));
    }
  });

  it('slopes arrows by half a round trip, split where the capture was made', () => {
    // Next to the client all of the way lies before it: what the client sends leaves as it is captured.
    expect(slopeOf(frame, 0).sent).toBeCloseTo(0);
    expect(slopeOf(frame, 0).arrives).toBeGreaterThan(0);
    expect(slopeOf(frame, 1).sent).toBeLessThan(0);
    expect(slopeOf(frame, 1).arrives).toBeCloseTo(0);
    const unknown = frameOf(shape({ roundTripNanoseconds: null }), { width: 900, spacing: 26, isEven: true });
    expect(slopeOf(unknown, 0)).toEqual({ sent: -0, arrives: 0 });
  });
});

describe('a line', () => {
  it('is an arrow from its sender to its receiver', () => {
    const [arrow] = arrowOf(segment());
    expect(Number(arrow?.place.x1)).toBeLessThan(Number(arrow?.place.x2));
    const [back] = arrowOf(retransmission);
    expect(Number(back?.place.x1)).toBeGreaterThan(Number(back?.place.x2));
  });

  it('breaks behind the capture point where the segment was seen and lost', () => {
    const shapes = drawLine(segment({ fate: 'lost-later', tone: 'problem', length: 10 }), frame);
    expect(shapes.filter(({ style }) => style === 'lad-cross')).toHaveLength(1);
    expect(shapes.filter(({ style }) => style.startsWith('lad-head'))).toHaveLength(0);
    expect(shapes[0]?.style).not.toContain('lad-inferred');
  });

  it('is dashed where no packet shows it', () => {
    const lost: FlowLine = {
      ...{ kind: 'lost', line: 3, top: 3, from: 0, to: 1, packet: 0, sinceStart: 0, sincePrevious: 0, tone: 'problem' },
      ...{ sender: 'client', stream: 0, fromTrack: 0, toTrack: 0 },
      ...{ sequence: 1, length: 10, fate: 'lost-before', resend: null },
    };
    expect(drawLine(lost, frame)[0]?.style).toContain('lad-inferred');
    const unseen = drawLine({ ...lost, fate: 'not-captured' }, frame);
    expect(unseen.some(({ style }) => style === 'lad-cross')).toBe(false);
  });

  it('crosses what overtook it where it is late', () => {
    const late = segment({ tone: 'late', top: 8, original: { packet: 4, top: 6 } });
    expect(Number(arrowOf(late)[0]?.place.y1)).toBeLessThan(-2 * frame.spacing);
  });

  it('that repeats another points back at it', () => {
    const [link] = drawLinks(retransmission, frame, 0, 100);
    expect(link?.data).toEqual({ link: 'resend', from: 12, to: 7 });
    expect(String(link?.place.d)).toContain(` ${5 * 26 + Math.round(slopeOf(frame, 1).sent * 10) / 10}`);
  });
});

it('labels keep apart, and those of problems come first', () => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    segment({ line: index, top: index * 0.25, packet: index + 1, tone: index === 7 ? 'problem' : 'plain' }),
  );
  const shown = [...labelled(lines, frame)].map(({ top }) => top).sort((one, other) => one - other);
  expect(shown).toContain(7 * 0.25);
  for (let i = 1; i < shown.length; i++)
    expect(((shown[i] ?? 0) - (shown[i - 1] ?? 0)) * 26).toBeGreaterThanOrEqual(13);
});

it('labels of arrows that slope both ways and of late ones keep apart where they stand', () => {
  const scaled = frameOf(shape({ halfRoundTrip: 2 }), { width: 900, spacing: 26, isEven: false });
  const lines = Array.from({ length: 40 }, (_, index) => {
    const ends = index % 3 === 1 ? { from: 1, to: 0 } : { from: 0, to: 1 };
    const late = { tone: 'late', original: { packet: index, top: index - 2 } } as const;
    return segment({ line: index, top: index, packet: index + 1, ...ends, ...(index % 7 === 6 && late) });
  });
  const heights = [...labelled(lines, scaled)]
    .map((line) => line.top * 26 + Number(drawLine(line, scaled).find(({ style }) => /lad-label/.test(style))?.place.y))
    .sort((one, other) => one - other);
  expect(heights.length).toBeGreaterThan(15);
  for (let i = 1; i < heights.length; i++) expect((heights[i] ?? 0) - (heights[i - 1] ?? 0)).toBeGreaterThanOrEqual(13);
});

describe('a file', () => {
  const hostile = segment({ message: '<script>alert(1)</script>&"\u0000', length: 5 });
  const request = { subject: { kind: 'tcp', stream: 0 }, spacing: 'even', collapsesRuns: true, expanded: [] } as const;
  const part: WrittenPart = { request, shape: shape(), title: '<t>', names: ['<a>', 'b'], top: 0, bottom: 20 };
  const block = { lines: [hostile, retransmission], lanes: [], top: 0, bottom: 20 };

  it('is well-formed, whatever the capture says', () => {
    const look = { style: '.lad-arrow { stroke: red }', background: '#000' };
    const svg = svgBeginning(part, frame, look) + svgOfBlock(block, part, frame) + svgEnding(part, frame, look);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;\\x00');
    expect(svg.match(/<g /g)?.length).toBe(svg.match(/<\/g>/g)?.length);
    expect(svg).toContain(`x="${laneOf(frame, 0)}"`);
  });

  it('of text has a line for each, with the states that it brings', () => {
    const widths = widthsFor(retransmission);
    expect(textLine(retransmission, part, widths)).toMatch(/^ +12 .* b --> <a> {2}ACK {2}seq 1449[^\n]*\n$/);
    const change = { node: 0, state: 'SYN_SENT', why: 'sends SYN', isReset: false, isDoubtful: false };
    const opening = textLine(segment({ flags: 'SYN', changes: [change] }), part, widths);
    expect(opening).toContain('[<a> SYN_SENT]');
    expect(opening.indexOf('-->')).toBe(textLine(hostile, part, widths).indexOf('-->'));
  });
});
