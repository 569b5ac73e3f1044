import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Truth, Verdict } from './truth';

export const CLASSES = ['retransmission', 'spurious-retransmission', 'out-of-order', 'duplicate-packet'] as const;
export type VerdictClass = (typeof CLASSES)[number];
/** Frame number to verdict; a frame without one is not named. */
export type Verdicts = ReadonlyMap<number, Verdict>;

export interface Tally {
  right: number;
  claimed: number;
  actual: number;
}

const MAXIMUM_OUTPUT = 1 << 28;
const FLAGS = ['retransmission', 'fast_retransmission', 'spurious_retransmission', 'out_of_order'] as const;

/** Wireshark's analysis flags as verdicts; it sets `retransmission` beside the narrower two. */
export function wiresharkVerdicts(capture: string): Verdicts {
  const fields = ['frame.number', ...FLAGS.map((flag) => `tcp.analysis.${flag}`)];
  const output = execFileSync(
    'tshark',
    ['-n', '-r', capture, '-Y', 'tcp', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])],
    { encoding: 'utf8', maxBuffer: MAXIMUM_OUTPUT, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const verdicts = new Map<number, Verdict>();
  for (const line of output.split('\n')) {
    const [frame, resent, fast, spurious, late] = line.split('\t');
    if (spurious) verdicts.set(Number(frame), 'spurious-retransmission');
    else if (resent || fast) verdicts.set(Number(frame), 'retransmission');
    else if (late) verdicts.set(Number(frame), 'out-of-order');
  }
  return verdicts;
}

/** Wirestate's verdicts by its command line. */
export function wirestateVerdicts(cli: string, capture: string): Verdicts {
  const output = execFileSync(
    process.execPath,
    [cli, 'fields', '-r', capture, '-e', 'frame.number', '-e', 'wirestate.verdict'],
    { encoding: 'utf8', maxBuffer: MAXIMUM_OUTPUT },
  );
  const verdicts = new Map<number, Verdict>();
  for (const line of output.split('\n')) {
    const [frame, verdict] = line.split('\t');
    if (verdict) verdicts.set(Number(frame), verdict as Verdict);
  }
  return verdicts;
}

export function emptyTally(): Record<VerdictClass, Tally> {
  const none = () => ({ right: 0, claimed: 0, actual: 0 });
  return {
    retransmission: none(),
    'spurious-retransmission': none(),
    'out-of-order': none(),
    'duplicate-packet': none(),
  };
}

/** Counts the verdicts that agree with the truth of one capture into `tally`; returns the frames that do not. */
export function compare(truth: readonly Truth[], verdicts: Verdicts, tally: Record<VerdictClass, Tally>): number[] {
  const actual = new Map(truth.map(({ frame, verdict }) => [frame, verdict]));
  const wrong: number[] = [];
  for (const frame of new Set([...actual.keys(), ...verdicts.keys()])) {
    const is = actual.get(frame) || '';
    const said = verdicts.get(frame) || '';
    if (is) tally[is].actual++;
    if (said) tally[said].claimed++;
    if (is && is === said) tally[is].right++;
    if (is !== said) wrong.push(frame);
  }
  return wrong.sort((a, b) => a - b);
}

export interface Capture {
  /** Run and side, as `delay-spike/receiver`. */
  name: string;
  path: string;
  truth: Truth[];
}

/** The captures of one run's folder, or of a folder of runs. */
export function findCaptures(folder: string): Capture[] {
  const runs = existsSync(join(folder, 'summary.json')) ? ['.'] : readdirSync(folder).sort();
  return runs.flatMap((run) =>
    ['sender', 'receiver']
      .filter((side) => existsSync(join(folder, run, `truth-${side}.json`)))
      .map((side) => ({
        name: `${run}/${side}`,
        path: join(folder, run, `${side}.pcap`),
        truth: JSON.parse(readFileSync(join(folder, run, `truth-${side}.json`), 'utf8')),
      })),
  );
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (part / whole).toFixed(3);
}

/** Precision and recall of each judge in each class, in columns. */
export function table(judges: readonly [name: string, tally: Record<VerdictClass, Tally>][]): string {
  const head = ['verdict', 'true', ...judges.flatMap(([name]) => [`${name} precision`, `${name} recall`])];
  const rows = CLASSES.map((verdict) => [
    verdict,
    String(judges[0]![1][verdict].actual),
    ...judges.flatMap(([, tally]) => {
      const { right, claimed, actual } = tally[verdict];
      return [share(right, claimed), share(right, actual)];
    }),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  return [head, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')).join('\n');
}

function main(): void {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      cli: { type: 'string', default: resolve(__dirname, '../../out/main/cli.js') },
      verdicts: { type: 'string' },
      'wireshark-only': { type: 'boolean' },
      list: { type: 'boolean' },
    },
  });
  if (!values.runs) {
    console.error(
      'usage: npx tsx e2e/lab/score.ts --runs DIR [--cli CLI.js | --verdicts FILE.json | --wireshark-only] [--list]',
    );
    process.exit(2);
  }
  const given: Record<string, Record<string, Verdict>> | null = values.verdicts
    ? JSON.parse(readFileSync(values.verdicts, 'utf8'))
    : null;
  const askOurs = given !== null || (!values['wireshark-only'] && existsSync(values.cli));
  const wireshark = emptyTally();
  const ours = emptyTally();
  const captures = findCaptures(values.runs);
  const report = (name: string, who: string, wrong: readonly number[]) => {
    if (values.list && wrong.length > 0) console.log(`${name}: ${who} differs at ${wrong.join(' ')}`);
  };
  for (const { name, path, truth } of captures) {
    report(name, 'Wireshark', compare(truth, wiresharkVerdicts(path), wireshark));
    if (!askOurs) continue;
    const verdicts = given
      ? new Map(Object.entries(given[name] ?? {}).map(([frame, verdict]) => [Number(frame), verdict]))
      : wirestateVerdicts(values.cli, path);
    report(name, 'Wirestate', compare(truth, verdicts, ours));
  }
  console.log(`${captures.length} captures`);
  const judges: [string, Record<VerdictClass, Tally>][] = [['Wireshark', wireshark]];
  if (askOurs) judges.push(['Wirestate', ours]);
  console.log(table(judges));
}

if (require.main === module) main();
