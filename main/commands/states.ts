import type { CAC } from 'cac';
import { secondsText } from '../analysis/fields/value-text';
import { type Socket, socketTable } from '../analysis/tcp/socket-table';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { CommandError } from './command-error';
import { required } from './options';
import { tableLines } from './table-lines';
import { TextOutput } from './text-output';

/** `states`: the socket table as netstat would have shown it on every host of the capture at that time. */
export function statesCommand(program: CAC): void {
  program
    .command('states', 'List the sockets and their states at a time')
    .option('-r <file>', 'The capture')
    .option(
      '--at <time>',
      'Seconds since 1970, an ISO 8601 time, or +SECONDS after the first packet; the end by default',
    )
    .option('--json', 'Print JSON')
    .example('wirestate states -r capture.pcapng --at +12.5')
    .action(listStates);
}

async function listStates(options: Record<string, unknown>): Promise<void> {
  const path = required(options.r, '-r FILE', 'wirestate states -r capture.pcapng');
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  const time = options.at === undefined ? undefined : parseTime(String(options.at), firstTime(analysis));
  const sockets = await socketTable(analysis.store, analysis.connections, time);
  const output = new TextOutput(process.stdout);
  if (options.json)
    await output.line(JSON.stringify({ at: secondsText(time ?? lastTime(analysis)), sockets }, null, 1));
  else for (const line of tableLines(heads, sockets.map(cells))) await output.line(line);
  await output.flush();
  await analysis.close();
}

const heads = ['Local address', 'Remote address', 'State', 'Stream', 'Packet'];

const cells = ({ local, remote, state, stream, packet }: Socket): string[] => [
  `${local.address}:${local.port}`,
  remote.port === 0 ? '*' : `${remote.address}:${remote.port}`,
  state,
  stream === null ? '' : String(stream),
  String(packet),
];

const firstTime = (analysis: CaptureAnalysis): bigint => (analysis.store.count === 0 ? 0n : analysis.time(0));
const lastTime = (analysis: CaptureAnalysis): bigint =>
  analysis.store.count === 0 ? 0n : analysis.time(analysis.store.count - 1);

/** Nanoseconds since the epoch. */
function parseTime(text: string, first: bigint): bigint {
  const decimal = /^(\+?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (decimal) {
    const [, plus, whole = '0', fraction = ''] = decimal;
    return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')) + (plus ? first : 0n);
  }
  const milliseconds = Date.parse(text);
  if (!Number.isNaN(milliseconds)) return BigInt(milliseconds) * 1_000_000n;
  throw CommandError.usage(
    `--at ${text}: a time is seconds since 1970 (1449006588.5), an ISO 8601 time (2015-12-01T15:49:48Z) or +SECONDS`,
  );
}
