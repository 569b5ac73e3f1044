// tcpdump(1): one process an interface, pcap with nanoseconds to its standard output, times by the kernel.
import type { Backend, BackendReport, FilterVerdict, TapCounts } from './backend';
import { compileOffline } from './offline-filter';
import { runTool } from './run-tool';
import type { TapCommand, TapRequest } from './tap';

export const tcpdump: Backend = {
  name: 'tcpdump',
  timestamps: 'kernel',
  tellsOfDrops: 'while it captures',
  collectsMilliseconds: 1_000,
  latencyMilliseconds: 1_200,
  inspect,
  tap,
  checkFilter: (filter, _device, linkType): Promise<FilterVerdict | undefined> => compileOffline(filter, linkType),
  packetsHeld: () => 0,
  countsIn,
};

async function inspect(device: string): Promise<BackendReport> {
  const told = await runTool('tcpdump', ['--version']);
  const name = 'tcpdump';
  const timestamps = 'kernel';
  if (told.missing) {
    return {
      name,
      installed: false,
      version: '',
      mayCapture: false,
      timestamps,
      obstacle: 'tcpdump is not installed.',
    };
  }
  const version = /tcpdump version (\S+)/.exec(`${told.output}${told.errors}`)?.[1] ?? '';
  // Listing the link types opens the device, which is what needs the right to capture.
  const opened = await runTool('tcpdump', ['-L', '-i', device]);
  const obstacle = opened.code === 0 ? '' : `tcpdump may not capture on ${device}: ${reason(opened.errors)}.`;
  return { name, installed: true, version, mayCapture: opened.code === 0, timestamps, obstacle };
}

const reason = (errors: string): string =>
  /permission|not permitted/i.test(errors)
    ? 'it has not the right to'
    : (errors.trim().split('\n').at(-1) ?? '').replace(/^tcpdump: /, '');

function tap(request: TapRequest): TapCommand {
  const args = ['-i', request.device, '-n', '-U', '-w', '-', '--time-stamp-precision=nano'];
  if (request.snapLength > 0) args.push('-s', String(request.snapLength));
  if (!request.promiscuous) args.push('-p');
  if (request.monitor) args.push('-I');
  // In units of KiB.
  args.push('-B', String(request.bufferMebibytes * 1024));
  if (request.filter !== '') args.push('--', request.filter);
  return { command: 'tcpdump', args, countsSignal: countsSignal(process.platform) };
}

function countsSignal(platform: NodeJS.Platform): NodeJS.Signals | null {
  if (platform === 'win32') return null;
  return platform === 'linux' ? 'SIGUSR1' : ('SIGINFO' as NodeJS.Signals);
}

/** `tcpdump: 62 packets captured, 204 packets received by filter, 0 packets dropped by kernel`, or a line for each at the end. */
function countsIn(line: string): TapCounts | null {
  const counts: { -readonly [Key in keyof TapCounts]: TapCounts[Key] } = {};
  for (const [, number, what] of line.matchAll(
    /(\d+) packets? (received by filter|dropped by kernel|dropped by interface)/g,
  )) {
    if (what === 'received by filter') counts.received = Number(number);
    else if (what === 'dropped by kernel') counts.droppedByKernel = Number(number);
    else counts.droppedByInterface = Number(number);
  }
  return Object.keys(counts).length > 0 ? counts : null;
}
