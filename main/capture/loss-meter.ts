// A second program that counts what the kernel hands to captures of an interface, and keeps none of it: the one that captures may
// tell of its drops only at its end, and the interface's own counts may be of other packets.
import { type ChildProcess, spawn } from 'node:child_process';
import { tcpdump } from './tcpdump';

/** How the counts are had. A program that is not there, or may not capture, ends at once and has counted nothing. */
export interface MeterCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly listensOn: 'stdout' | 'stderr';
  /** Null where it tells by itself, once a second. */
  readonly askWith: NodeJS.Signals | null;
  /** Packets since it started; null where the line tells none. */
  countIn(line: string): number | null;
}

/** Null where there is no such program for this platform. */
export function meterCommand(device: string, filter: string, platform = process.platform): MeterCommand | null {
  if (platform !== 'linux') return null;
  return filter === '' ? statisticsOf(device) : filteredCount(device, filter);
}

/** dumpcap's statistics of all interfaces, a line for each once a second: needs no other right than capturing with it does. */
function statisticsOf(device: string): MeterCommand {
  return {
    command: 'dumpcap',
    args: ['-S', '-M'],
    listensOn: 'stdout',
    askWith: null,
    countIn: (line) => {
      const [name, received] = line.split('\t');
      return name === device && received !== undefined ? Number(received) : null;
    },
  };
}

/**
 * What the kernel has no room for is counted all the same: the buffer is as small as may be, and of each packet a byte is kept. That
 * is written to a pipe that nobody needs, by which the program ends when this one does.
 */
function filteredCount(device: string, filter: string): MeterCommand {
  return {
    command: 'tcpdump',
    args: ['-i', device, '-n', '-p', '-s', '1', '-B', '64', '-w', '-', '--', filter],
    listensOn: 'stderr',
    askWith: 'SIGUSR1',
    countIn: (line) => tcpdump.countsIn(line)?.received ?? null,
  };
}

export class LossMeter {
  private readonly child: ChildProcess;
  private partial = '';

  constructor(
    private readonly meter: MeterCommand,
    private readonly counted: (packets: number) => void,
    ended: () => void,
  ) {
    this.child = spawn(meter.command, meter.args, {
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: true,
    });
    this.child.on('error', () => {});
    this.child.on('close', ended);
    for (const name of ['stdout', 'stderr'] as const) {
      const said = this.child[name]?.setEncoding('utf8');
      if (name === meter.listensOn) said?.on('data', (text: string) => this.hear(text));
      else said?.resume();
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** The answer comes a little later. */
  ask(): void {
    if (this.meter.askWith !== null) this.child.kill(this.meter.askWith);
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private hear(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      const packets = this.meter.countIn(line);
      if (packets !== null) this.counted(packets);
    }
  }
}
