import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LineProcess } from './line-process';
import { readSegments } from './pcap';
import { missingRequirement } from './requirements';
import { type Role, SCENARIOS, type Scenario } from './scenarios';
import { type Judged, judge, type Transmission, truthAt } from './truth';

const ADDRESS: Record<Role, string> = { sender: '10.77.0.1', receiver: '10.77.0.2' };
const MAC: Record<Role, string> = { sender: '02:00:00:77:00:01', receiver: '02:00:00:77:00:02' };
const ROLES: readonly Role[] = ['sender', 'receiver'];
const FIRST_PORT = 9_000;
const DEFAULT_DELAY = 0.01;
const AT_ONCE = 4;

const KERNEL_COUNTERS = ['total_retrans', 'dsack_dups', 'reord_seen'] as const;
type KernelCounter = (typeof KERNEL_COUNTERS)[number];

export interface RunSummary {
  scenario: string;
  seed: number;
  seconds: number;
  segments: number;
  verdicts: Record<string, number>;
  /** Sums of TCP_INFO over the connections of both hosts, to hold against the verdicts. */
  kernels: Record<KernelCounter, number>;
  /** What does not fit together, in sentences; a sound run has none. */
  doubts: string[];
}

/** Runs one scenario and leaves its captures, logs and truth in `folder`. */
export async function runScenario(name: string, seed: number, folder: string): Promise<RunSummary> {
  const scenario = SCENARIOS[name];
  if (!scenario) throw new Error(`there is no scenario "${name}"; there are ${Object.keys(SCENARIOS).join(', ')}`);
  const started = Date.now();
  mkdirSync(folder, { recursive: true });
  const delay = scenario.delay ?? DEFAULT_DELAY;
  // Also the relay's configuration.
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify({ name, seed, ...scenario, delay }, null, 1));
  const children: LineProcess[] = [];
  try {
    const hosts = await raise(folder, scenario, children);
    await play(folder, scenario, hosts, children[0]!);
  } finally {
    for (const child of children) child.kill();
  }
  return summarize(name, seed, folder, (Date.now() - started) / 1000);
}

/** Starts the relay and both hosts, and moves a tap into each host's namespace. */
async function raise(folder: string, scenario: Scenario, children: LineProcess[]): Promise<Record<Role, LineProcess>> {
  const unique = `${process.pid.toString(36)}${(raised++).toString(36)}`;
  const tap: Record<Role, string> = { sender: `ws${unique}s`, receiver: `ws${unique}r` };
  const relay = new LineProcess('The relay', 'python3', [
    join(__dirname, 'relay.py'),
    join(folder, 'scenario.json'),
    join(folder, 'relay.jsonl'),
    tap.sender,
    tap.receiver,
  ]);
  children.push(relay);
  const script = [join(__dirname, 'host.py')];
  const start = (role: Role) => new LineProcess(`The ${role}`, 'unshare', ['--net', 'python3', ...script]);
  const hosts: Record<Role, LineProcess> = { sender: start('sender'), receiver: start('receiver') };
  children.push(hosts.sender, hosts.receiver);
  await Promise.all(children.map((child) => child.line()));
  for (const role of ROLES) {
    const peer = role === 'sender' ? 'receiver' : 'sender';
    execFileSync('ip', ['link', 'set', tap[role], 'netns', String(hosts[role].pid)]);
    await hosts[role].ask({
      command: 'configure',
      device: tap[role],
      mac: MAC[role],
      address: ADDRESS[role],
      peerAddress: ADDRESS[peer],
      peerMac: MAC[peer],
      sysctls: scenario.sysctls ?? {},
      capture: join(folder, `${role}.pcap`),
    });
  }
  children[0]!.say('go');
  return hosts;
}
let raised = 0;

async function play(
  folder: string,
  scenario: Scenario,
  hosts: Record<Role, LineProcess>,
  relay: LineProcess,
): Promise<void> {
  const startAt = Date.now() / 1000 + 0.3;
  const connections = scenario.connections.map((script, index) => ({ ...script, port: FIRST_PORT + index, startAt }));
  await hosts.receiver.ask({ command: 'listen', connections });
  const work = (role: Role, peer: Role) => hosts[role].ask({ command: 'work', role, peer: ADDRESS[peer], connections });
  const [sender, receiver] = await Promise.all([work('sender', 'receiver'), work('receiver', 'sender')]);
  // The last acknowledgments are still on their way.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const captures = await Promise.all(ROLES.map((role) => hosts[role].ask({ command: 'stop' })));
  writeFileSync(join(folder, 'tcpinfo.json'), JSON.stringify({ sender, receiver, captures }, null, 1));
  relay.say('stop');
  await relay.line();
}

export function readLog(folder: string): Transmission[] {
  const lines = readFileSync(join(folder, 'relay.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line)).filter((line) => line.seq !== undefined);
}

/** Judges the run's log, writes the truth of both captures, and holds the kernels' own counters against it. */
function summarize(scenario: string, seed: number, folder: string, seconds: number): RunSummary {
  const judged = judge(readLog(folder));
  const doubts: string[] = [];
  const verdicts: Record<string, number> = {};
  for (const side of ROLES) {
    const { truth, unmatched } = truthAt(side, readSegments(join(folder, `${side}.pcap`)), judged, ADDRESS);
    if (unmatched > 0) doubts.push(`${unmatched} segments at the ${side} do not match the relay's log`);
    writeFileSync(
      join(folder, `truth-${side}.json`),
      `[\n${truth.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`,
    );
    for (const { verdict } of truth) if (verdict) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  const reports: Record<Role, HostReport> = JSON.parse(readFileSync(join(folder, 'tcpinfo.json'), 'utf8'));
  doubts.push(...compareWithKernels(reports, judged));
  const kernels = { total_retrans: 0, dsack_dups: 0, reord_seen: 0 };
  for (const connection of ROLES.flatMap((side) => reports[side].connections)) {
    for (const counter of KERNEL_COUNTERS) kernels[counter] += connection[counter] ?? 0;
  }
  const summary = { scenario, seed, seconds, segments: judged.length, verdicts, kernels, doubts };
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summary, null, 1));
  return summary;
}

type HostReport = {
  connections: ({ port: number; localPort: number; error?: string } & Record<KernelCounter, number>)[];
  counters: Record<string, number>;
};

/** TCP_INFO counts resends; what a host's TCP threw away after the relay delivered it would make the truth wrong. */
function compareWithKernels(reports: Record<Role, HostReport>, judged: readonly Judged[]): string[] {
  const doubts: string[] = [];
  for (const side of ROLES) {
    for (const connection of reports[side].connections) {
      if (connection.error) doubts.push(`port ${connection.port} at the ${side}: ${connection.error}`);
      const own = judged.filter((line) => line.from === side && line.sport === connection.localPort);
      const resends = own.filter((line) => line.verdict).length;
      if (!connection.error && resends !== connection.total_retrans) {
        doubts.push(
          `port ${connection.port} at the ${side}: ${resends} resends, TCP_INFO says ${connection.total_retrans}`,
        );
      }
    }
    for (const name of [
      'TCPRcvQDrop',
      'TCPZeroWindowDrop',
      'TCPOFODrop',
      'PruneCalled',
      'RcvPruned',
      'OfoPruned',
      'TCPBacklogDrop',
    ]) {
      const dropped = reports[side].counters[name];
      if (dropped) doubts.push(`the ${side}'s TCP counted ${name} ${dropped} times`);
    }
  }
  return doubts;
}

async function runAll(names: readonly string[], seed: number, folder: string): Promise<boolean> {
  const waiting = [...names];
  let sound = true;
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      try {
        const summary = await runScenario(name, seed, join(folder, name));
        console.log(lineOf(summary));
      } catch (error) {
        sound = false;
        console.error(`${name}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sound;
}

function lineOf({ scenario, seconds, segments, verdicts, kernels, doubts }: RunSummary): string {
  const counts = [...Object.entries(verdicts), ...Object.entries(kernels)].map(([name, count]) => `${name} ${count}`);
  const trouble = doubts.map((doubt) => `\n  doubt: ${doubt}`).join('');
  return `${scenario}: ${segments} segments in ${seconds.toFixed(1)} s; ${counts.join(', ')}${trouble}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      all: { type: 'boolean' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  if (!values.out || (!values.all && !values.scenario)) {
    console.error('usage: npx tsx e2e/lab/run.ts --scenario NAME | --all [--seed N] --out DIR');
    console.error(`scenarios: ${Object.keys(SCENARIOS).join(', ')}`);
    process.exit(2);
  }
  const missing = missingRequirement();
  if (missing) {
    console.error(missing);
    process.exit(3);
  }
  const seed = Number(values.seed);
  if (values.all) process.exit((await runAll(Object.keys(SCENARIOS), seed, values.out)) ? 0 : 1);
  console.log(lineOf(await runScenario(values.scenario!, seed, values.out)));
  process.exit(0);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
