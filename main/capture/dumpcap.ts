// dumpcap(1), which comes with Wireshark: one process an interface, pcapng with nanoseconds, times by the kernel. Captures without
// root where its group is set up. To a pipe it writes each packet by itself, which takes four times as long as a file does.
import type { Backend, BackendReport, FilterVerdict, TapCounts } from './backend';
import { runTool } from './run-tool';
import type { TapCommand, TapRequest } from './tap';

const fileKilobytes = 8_000;
const fileSeconds = 60;

export const dumpcap: Backend = {
  name: 'dumpcap',
  timestamps: 'kernel',
  tellsOfDrops: 'at its end',
  // A quarter of a second in the kernel, and half a second until it writes what it has.
  collectsMilliseconds: 750,
  latencyMilliseconds: 600,
  inspect,
  tap,
  checkFilter,
  packetsHeld: () => 0,
  countsIn,
  fileIn: (line) => /^File: (.+)$/.exec(line)?.[1] ?? null,
};

async function inspect(device: string): Promise<BackendReport> {
  const told = await runTool('dumpcap', ['--version']);
  const name = 'dumpcap';
  const timestamps = 'kernel';
  if (told.missing) {
    return {
      name,
      installed: false,
      version: '',
      mayCapture: false,
      timestamps,
      obstacle: 'dumpcap is not installed.',
    };
  }
  if (told.code === -1) {
    const obstacle = 'dumpcap is installed, but only members of its group may run it.';
    return { name, installed: true, version: '', mayCapture: false, timestamps, obstacle };
  }
  const version = /^Dumpcap \(Wireshark\) (\S+?)\.? /.exec(told.output)?.[1] ?? '';
  const opened = await runTool('dumpcap', ['-L', '-i', device]);
  const obstacle = opened.code === 0 ? '' : `dumpcap may not capture on ${device}: ${reason(opened.errors)}.`;
  return { name, installed: true, version, mayCapture: opened.code === 0, timestamps, obstacle };
}

function reason(errors: string): string {
  if (/permission|not permitted/i.test(errors)) return 'it has not the right to';
  return (
    errors
      .split('\n')
      .find((line) => line.startsWith('dumpcap: '))
      ?.slice('dumpcap: '.length)
      .replace(/\.$/, '') ?? 'it does not say why'
  );
}

function tap(request: TapRequest, files: string | null): TapCommand {
  const args = ['-q', '-i', request.device, '-w', files ?? '-'];
  // Nobody hears any more which file it begins where the capture was killed: so it ends by itself, sooner or later.
  if (files !== null) args.push('-b', `filesize:${fileKilobytes}`, '-b', `duration:${fileSeconds}`);
  if (request.filter !== '') args.push('-f', request.filter);
  if (request.snapLength > 0) args.push('-s', String(request.snapLength));
  if (!request.promiscuous) args.push('-p');
  if (request.monitor) args.push('-I');
  args.push('-B', String(request.bufferMebibytes));
  return { command: 'dumpcap', args, writesFiles: files !== null, countsSignal: null };
}

async function checkFilter(filter: string, device: string): Promise<FilterVerdict | undefined> {
  if (filter.trim() === '') return { error: null };
  const compiled = await runTool('dumpcap', ['-d', '-i', device, '-f', filter]);
  if (compiled.code === 0) return { error: null };
  const error = /isn't a valid capture filter \(([^\n]*)\)\./.exec(compiled.errors)?.[1];
  return error === undefined ? undefined : { error: error.replace(/^can't parse filter expression: /, '') };
}

/** `Packets received/dropped on interface 'eth0': 84/3 (pcap:3/dumpcap:0/flushed:0/ps_ifdrop:0) (96.6%)` */
function countsIn(line: string): TapCounts | null {
  const found =
    /^Packets received\/dropped on interface .*: (\d+)\/\d+ \(pcap:(\d+)\/dumpcap:(\d+)\/flushed:(\d+)\/ps_ifdrop:(\d+)\)/.exec(
      line,
    );
  if (!found) return null;
  const [taken = 0, droppedByKernel = 0, byProgram = 0, flushed = 0, byInterface = 0] = found.slice(1).map(Number);
  return { taken, droppedByKernel, droppedByProgram: byProgram + flushed, droppedByInterface: byInterface };
}
