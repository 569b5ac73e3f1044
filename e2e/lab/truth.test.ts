import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verdictNames } from '../../main/analysis/tcp/verdict/verdict-code';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { signatureOf } from './pcap';
import { missingRequirement } from './requirements';
import { runScenario } from './run';
import type { Role } from './scenarios';
import { CLASSES, compare, emptyTally, findCaptures, table, type Verdicts, wiresharkVerdicts } from './score';
import { judge, type Transmission, truthAt } from './truth';

const ADDRESS: Record<Role, string> = { sender: '10.77.0.1', receiver: '10.77.0.2' };
const ACK = 16;

/** Segment `index` of 100 bytes from the sender, sent at `t`, handed over at `out`. */
function sent(frame: number, index: number, t: number, out: number[], more: Partial<Transmission> = {}): Transmission {
  const numbers = {
    id: 100 + frame,
    sport: 1,
    dport: 2,
    seq: (0xffff_ff00 + index * 100) >>> 0,
    ack: 7,
    len: 100,
    flags: ACK,
  };
  return { from: 'sender', frame, t, action: 'forward', out, ...numbers, ...more };
}

/** The verdicts at one side, in the order in which that side captured; frames are numbered from 1. */
function verdicts(side: Role, log: Transmission[]): string[] {
  const judged = judge(log);
  const passings = log.flatMap((line) =>
    line.from === side ? [{ line, at: line.t }] : line.out.map((at) => ({ line, at })),
  );
  const captured = passings
    .sort((a, b) => a.at - b.at)
    .map(({ line }, index) => ({
      frame: index + 1,
      sourceAddress: ADDRESS[line.from],
      signature: signatureOf(line),
    }));
  const { truth, unmatched } = truthAt(side, captured, judged, ADDRESS);
  expect(unmatched).toBe(0);
  return truth.map(({ verdict }) => verdict);
}

describe('the truth of a run', () => {
  test('a resend of what was dropped is a retransmission at both sides, across the wrap of 2^32', () => {
    const log = [
      sent(1, 0, 0, [10]),
      sent(2, 1, 1, []),
      sent(3, 2, 2, [12]),
      sent(4, 3, 3, [13]),
      sent(5, 1, 30, [40]),
    ];
    expect(verdicts('sender', log)).toEqual(['', '', '', '', 'retransmission']);
    expect(verdicts('receiver', log)).toEqual(['', '', '', 'retransmission']);
  });

  test('a resend of what arrived is spurious', () => {
    const log = [sent(1, 0, 0, [10]), sent(2, 0, 300, [310])];
    expect(verdicts('receiver', log)).toEqual(['', 'spurious-retransmission']);
  });

  test('a resend that overtakes its late original is spurious, and the original out of order', () => {
    const log = [sent(1, 0, 0, [500]), sent(2, 0, 300, [310])];
    expect(verdicts('sender', log)).toEqual(['', 'spurious-retransmission']);
    expect(verdicts('receiver', log)).toEqual(['spurious-retransmission', 'out-of-order']);
  });

  test('a first transmission that is overtaken is out of order at the receiver alone', () => {
    const log = [sent(1, 0, 0, [15]), sent(2, 1, 1, [11]), sent(3, 2, 2, [12])];
    expect(verdicts('sender', log)).toEqual(['', '', '']);
    expect(verdicts('receiver', log)).toEqual(['', '', 'out-of-order']);
  });

  test('a copy made by the network is a duplicate packet', () => {
    expect(verdicts('receiver', [sent(1, 0, 0, [10, 11]), sent(2, 1, 1, [12])])).toEqual(['', 'duplicate-packet', '']);
  });

  test('a resend that covers one dropped byte among delivered ones was needed', () => {
    const log = [sent(1, 0, 0, [10]), sent(2, 1, 1, []), sent(3, 0, 300, [310], { len: 200 })];
    expect(verdicts('receiver', log)).toEqual(['', 'retransmission']);
  });

  test('once a resend has delivered it, a further one is spurious', () => {
    const log = [sent(1, 0, 0, []), sent(2, 0, 300, [310]), sent(3, 0, 900, [910])];
    expect(verdicts('sender', log)).toEqual(['', 'retransmission', 'spurious-retransmission']);
  });

  test('the SYN,ACK of a simultaneous open is no resend of the SYN, a second SYN is (RFC 9293 §3.5)', () => {
    const syn = { len: 0, flags: 2 };
    expect(verdicts('sender', [sent(1, 0, 0, [10], syn), sent(2, 0, 12, [22], { len: 0, flags: 18 })])).toEqual([
      '',
      '',
    ]);
    expect(verdicts('sender', [sent(1, 0, 0, [], syn), sent(2, 0, 1000, [1010], syn)])).toEqual(['', 'retransmission']);
  });

  test('a captured segment that the log does not know is counted', () => {
    const log = [sent(1, 0, 0, [10])];
    const stranger = { frame: 1, sourceAddress: ADDRESS.sender, signature: signatureOf(sent(9, 5, 0, [])) };
    expect(truthAt('receiver', [stranger], judge(log), ADDRESS).unmatched).toBe(2);
  });
});

test('scores count what was claimed, what was there and what agrees', () => {
  const tally = emptyTally();
  const truth = [
    { frame: 1, verdict: 'retransmission' as const, why: '' },
    { frame: 2, verdict: 'out-of-order' as const, why: '' },
    { frame: 3, verdict: '' as const, why: '' },
  ];
  const wrong = compare(
    truth,
    new Map([
      [1, 'retransmission'],
      [2, 'retransmission'],
      [3, 'out-of-order'],
      [8, 'out-of-order'],
    ]),
    tally,
  );
  expect(wrong).toEqual([2, 3, 8]);
  expect(tally.retransmission).toEqual({ right: 1, claimed: 2, actual: 1 });
  expect(tally['out-of-order']).toEqual({ right: 0, claimed: 2, actual: 1 });
});

/** Every kind of trouble that the lab makes, and captures in which there is none. */
const SCENARIOS = [
  'clean',
  'random-loss',
  'heavy-loss',
  'burst-loss',
  'tail-loss',
  'tail-loss-by-timeout',
  'resend-lost',
  'exchange-loss',
  'small-writes-loss',
  'lost-acks-small-writes',
  'ack-burst-lost',
  'delay-spike',
  'spike-and-loss',
  'reorder-shallow',
  'reorder-deep',
  'reorder-short-round-trip',
  'reorder-no-timestamps',
  'reorder-and-loss',
  'duplicates',
  'duplicates-and-loss',
  'loss-no-sack',
  'loss-no-timestamps',
  'loss-bare',
  'queue-overflow',
  'slow-reader',
  'simultaneous-open',
  'keep-alive',
  'everything',
];
const SEED = 11;
const AT_ONCE = 4;
const LEAST = 0.95;

const missing = missingRequirement() ?? (spawnSync('tshark', ['--version']).error ? 'tshark is not installed.' : null);

test.skipIf(missing)(
  `our verdicts agree with the lab's truth, and more than Wireshark's do${missing ? ` (${missing})` : ''}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestate-truth-'));
    try {
      const waiting = [...SCENARIOS];
      const play = async () => {
        for (let name = waiting.shift(); name; name = waiting.shift())
          await runScenario(name, SEED, join(folder, name));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, play));
      const all = { wireshark: emptyTally(), ours: emptyTally() };
      const sound = { wireshark: emptyTally(), ours: emptyTally() };
      for (const { path, truth } of findCaptures(folder)) {
        const wireshark = wiresharkVerdicts(path);
        const ours = await loadedVerdicts(path);
        for (const tallies of refusedOldSegments(dirname(path)) ? [all] : [all, sound]) {
          compare(truth, wireshark, tallies.wireshark);
          compare(truth, ours, tallies.ours);
        }
      }
      console.log(`All runs:\n${sideBySide(all)}`);
      console.log(
        `Without the runs whose receiver refused by PAWS what the relay had delivered:\n${sideBySide(sound)}`,
      );
      const { wireshark, ours } = sound;
      for (const verdict of CLASSES) {
        const { right, claimed, actual } = ours[verdict];
        const other = wireshark[verdict];
        expect(actual, `true ${verdict}`).toBeGreaterThan(0);
        expect(right / claimed, `precision of ${verdict}`).toBeGreaterThanOrEqual(LEAST);
        expect(right / actual, `recall of ${verdict}`).toBeGreaterThanOrEqual(LEAST);
        const isPrecise = isBetter(right / claimed, other.claimed ? other.right / other.claimed : 0);
        expect(isPrecise, `precision of ${verdict} above Wireshark's`).toBe(true);
        expect(isBetter(right / actual, other.right / actual), `recall of ${verdict} above Wireshark's`).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  240_000,
);

/** Nothing is better than to be right each time, as Wireshark is by chance where it claims little. */
const isBetter = (share: number, other: number): boolean => share > other || share === 1;

const sideBySide = ({ wireshark, ours }: Record<'wireshark' | 'ours', ReturnType<typeof emptyTally>>): string =>
  table([
    ['Wireshark', wireshark],
    ['Wirestate', ours],
  ]);

/**
 * A late original that is older than a resend which has arrived is refused by its timestamp (RFC 7323 §5). The relay's log has it
 * as delivered, so that its own resend stands there as spurious though the receiver needed it.
 */
function refusedOldSegments(run: string): boolean {
  const reports = JSON.parse(readFileSync(join(run, 'tcpinfo.json'), 'utf8'));
  return ['sender', 'receiver'].some((side) => reports[side].counters.PAWSEstab > 0);
}

async function loadedVerdicts(path: string): Promise<Verdicts> {
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  const verdicts = new Map<number, (typeof verdictNames)[number]>();
  for (let row = 0; row < analysis.store.count; row++) {
    const verdict = verdictNames[analysis.store.get('verdict', row)];
    if (verdict) verdicts.set(row + 1, verdict);
  }
  await analysis.close();
  return verdicts;
}
