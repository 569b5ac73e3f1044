import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allAtOnce } from '../../steps';
import { ConnectionWord } from '../connection-record';
import { Conversation } from '../testing/conversation';
import { Recording } from '../verdict/testing/recording';
import { VerdictPass } from '../verdict/verdict-pass';
import { ConnectionFlow, DuplicateWord } from './connection-flow';
import { FlowLines, LineKind, type LineSpacing } from './flow-lines';
import { FlowMark } from './flow-mark';
import { HoleFate } from './hole-list';

const even: LineSpacing = {
  spacing: 'even',
  collapsesRuns: true,
  expanded: new Set(),
  pauseNanoseconds: 100_000_000,
  stepsPerNanosecond: 1e-6,
};

function flowOf({ store, tracker }: Pick<Conversation, 'store' | 'tracker'>, stream = 0): ConnectionFlow {
  const { records } = tracker.tcp;
  const first = records.get(stream, ConnectionWord.first);
  return allAtOnce(ConnectionFlow.inSteps(store, first, records.get(stream, ConnectionWord.last), 0));
}

const linesOf = (flow: ConnectionFlow, how: Partial<LineSpacing> = {}) =>
  allAtOnce(FlowLines.inSteps(flow, flow.holes, { ...even, ...how }));

/** What each line shows, by the packet number of its first. */
const shown = (flow: ConnectionFlow, how: Partial<LineSpacing> = {}) => {
  const lines = linesOf(flow, how);
  const names = ['segment', 'run', 'lost', 'pause'];
  return Array.from({ length: lines.count }, (_, line) => {
    const packet = (flow.rows[lines.first[line] as number] as number) + 1;
    return `${names[lines.kind(line)]} ${packet}`;
  });
};

/** A sender's data of which segment 1 never passes here; the receiver asks for it three times. */
function lossBefore(): Recording {
  const recording = new Recording({ toSender: 10 }).at(40).data(0).losesData().data(2).data(3).data(4);
  recording
    .at(60)
    .acknowledges(1)
    .at(60.1)
    .acknowledges(1, { sack: [[2, 3]] });
  recording
    .at(60.2)
    .acknowledges(1, { sack: [[2, 4]] })
    .at(60.3)
    .acknowledges(1, { sack: [[2, 5]] });
  recording.at(80).data(1).at(100).acknowledges(5);
  const pass = new VerdictPass(recording.tracker);
  while (pass.slice(50));
  return recording;
}

describe('bytes that a capture lacks', () => {
  test('were lost where they were sent again, and are asked for by every duplicate', () => {
    const flow = flowOf(lossBefore());
    expect(flow.holes.fates).toEqual([HoleFate.lost]);
    // Packets 1 to 3 are the handshake, 4 the segment 0: the hole shows with packet 5 and is filled by packet 12.
    expect(flow.holes.positions).toEqual([4]);
    expect(flow.holes.fillers).toEqual([11]);
    const duplicates = [8, 9, 10].map((position) => [
      flow.duplicates.word(position, DuplicateWord.number),
      flow.duplicates.word(position, DuplicateWord.first) + 1,
      flow.duplicates.word(position, DuplicateWord.hole),
    ]);
    expect(duplicates).toEqual([
      [1, 8, 1],
      [2, 8, 1],
      [3, 8, 1],
    ]);
    expect(shown(flow)).toContain('lost 5');
  });

  test('are late where they come by themselves: nothing was lost', () => {
    const recording = new Recording({ toSender: 10 }).at(40).data(0).data(2, { identification: 105 }).at(40.1);
    recording.data(1, { identification: 104, sentAt: 29.9 });
    const pass = new VerdictPass(recording.tracker);
    while (pass.slice(50));
    const flow = flowOf(recording);
    expect(flow.holes.fates).toEqual([HoleFate.late]);
    expect(shown(flow).filter((line) => line.startsWith('lost'))).toEqual([]);
  });

  test('were not captured where they are acknowledged all the same', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .client('A', { sequence: 201, length: 100 });
    conversation.server('A', { acknowledges: 301 });
    expect(flowOf(conversation).holes.fates).toEqual([HoleFate.notCaptured]);
  });

  test('are missing where nothing more is heard of them', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .client('A', { sequence: 201, length: 100 });
    expect(flowOf(conversation).holes.fates).toEqual([HoleFate.missing]);
  });
});

test('duplicates are numbered as the analysis numbers them', () => {
  const conversation = new Conversation().opens();
  for (let i = 0; i < 6; i++) conversation.client('A', { sequence: 101 + i * 100, length: 100, lost: true });
  for (let i = 0; i < 5; i++) conversation.server('A', { acknowledges: 1 });
  const flow = flowOf(conversation);
  for (let packet = 1; packet <= conversation.store.count; packet++) {
    const { duplicateNumber, duplicatedFrame } = conversation.fact(packet);
    const own = flow.duplicates.count(packet - 1) > 0;
    expect(own ? flow.duplicates.word(packet - 1, DuplicateWord.number) : null).toBe(duplicateNumber);
    expect(own ? flow.duplicates.word(packet - 1, DuplicateWord.first) + 1 : null).toBe(duplicatedFrame);
  }
});

test('duplicates are counted anew behind an acknowledgment of what was not captured, as the analysis counts them', () => {
  // What the other end acknowledges was sent, and not captured: between the two it was no repetition.
  const conversation = new Conversation().opens();
  for (let turn = 0; turn < 3; turn++) conversation.later(45).client('A').server('A', { acknowledges: 2 });
  const flow = flowOf(conversation);
  for (let packet = 4; packet <= conversation.store.count; packet++) {
    const { duplicateNumber } = conversation.fact(packet);
    const own = flow.duplicates.count(packet - 1) > 0;
    expect(own ? flow.duplicates.word(packet - 1, DuplicateWord.number) : null).toBe(duplicateNumber);
  }
});

test('numbers count from those of the SYN before, where another one begins anew', () => {
  const conversation = new Conversation().client('S').server('SA').client('A');
  conversation.server('SA', { sequence: 700_000 }).client('A', { acknowledges: 700_001 });
  const flow = flowOf(conversation);
  for (let packet = 1; packet <= conversation.store.count; packet++) {
    const { sequenceBase, acknowledgmentBase } = conversation.fact(packet);
    const fromServer = flow.has(packet - 1, FlowMark.fromServer);
    expect(flow.initialNumber(packet - 1, fromServer) >>> 0).toBe(sequenceBase);
    if (packet > 1) expect(flow.initialNumber(packet - 1, !fromServer) >>> 0).toBe(acknowledgmentBase);
  }
});

test('a closed window lasts until its own end opens it', () => {
  const conversation = new Conversation().opens().client('A', { length: 10 }).server('A', { window: 0 });
  conversation.client('A').server('A', { window: 0 }).server('A', { window: 500 });
  expect(flowOf(conversation).zeroWindows).toEqual([{ ofServer: true, from: 4, until: 7 }]);
});

describe('lines', () => {
  const bulk = () => {
    const conversation = new Conversation().opens();
    for (let i = 0; i < 12; i++) conversation.client('A', { length: 50 });
    return conversation.server('A');
  };

  test('bulk is one line, shown in full where it is opened or nothing is to be collapsed', () => {
    const flow = flowOf(bulk());
    expect(shown(flow)).toEqual(['segment 1', 'segment 2', 'run 3']);
    expect(shown(flow, { expanded: new Set([2]) })).toHaveLength(16);
    expect(shown(flow, { collapsesRuns: false })).toHaveLength(16);
  });

  test('a pause breaks bulk, and is a line of its own', () => {
    const conversation = bulk().later(0.5);
    for (let i = 0; i < 6; i++) conversation.client('A', { length: 100 });
    expect(shown(flowOf(conversation))).toEqual(['segment 1', 'segment 2', 'run 3', 'pause 17', 'run 17']);
  });

  test('a clock that goes back is said, and nothing is drawn above what came before', () => {
    const conversation = new Conversation().opens().later(-5).client('A', { length: 1 }).later(0.01).server('A');
    const flow = flowOf(conversation);
    const lines = linesOf(flow, { spacing: 'time' });
    expect(shown(flow, { spacing: 'time' })).toContain('pause 4');
    for (let line = 1; line < lines.count; line++) expect(lines.topOf(line)).toBeGreaterThan(lines.topOf(line - 1));
  });

  test('every packet is on one line, in order, however they are spaced', () => {
    const segment = fc.record({
      fromClient: fc.boolean(),
      length: fc.constantFrom(0, 0, 100, 1448),
      sequence: fc.option(fc.nat(4000), { nil: undefined }),
      pause: fc.constantFrom(-0.5, 0, 0.0001, 0.01, 0.4),
      window: fc.constantFrom(0, 1000),
      flags: fc.constantFrom('A', 'A', 'A', 'PA', 'FA', 'RA', 'S'),
    });
    const way = fc.record({ spacing: fc.constantFrom('even' as const, 'time' as const), collapsesRuns: fc.boolean() });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 60 }), way, (segments, how) => {
        const conversation = new Conversation();
        for (const { fromClient, pause, flags, sequence, ...rest } of segments) {
          const unusual = sequence === undefined ? rest : { ...rest, sequence };
          conversation.later(pause)[fromClient ? 'client' : 'server'](flags, unusual);
        }
        const flow = flowOf(conversation);
        const lines = linesOf(flow, how);
        let next = 0;
        for (let line = 0; line < lines.count; line++) {
          if (line > 0) expect(lines.topOf(line)).toBeGreaterThan(lines.topOf(line - 1));
          expect(lines.lineAt(lines.topOf(line))).toBe(line);
          expect(lines.first[line]).toBe(next);
          const kind = lines.kind(line);
          if (kind === LineKind.lost || kind === LineKind.pause) continue;
          for (let position = next; position < lines.endOf(line); position++) expect(lines.lineOf(position)).toBe(line);
          if (kind === LineKind.segment) expect(lines.isProblem(line)).toBe(flow.has(next, FlowMark.problem));
          next = lines.endOf(line);
        }
        expect(next).toBe(flow.count);
        expect(lines.height).toBeGreaterThan(lines.topOf(lines.count - 1));
      }),
    );
  });
});
