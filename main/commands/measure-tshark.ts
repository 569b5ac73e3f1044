import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CommandError } from './command-error';

export interface TsharkMeasures {
  readonly version: string;
  readonly loadSeconds: number;
  /** 0 where the system does not tell. */
  readonly processorSeconds: number;
  readonly peakRssBytes: number;
}

const pollMilliseconds = 50;
/** Clock ticks a second in /proc/PID/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Has tshark read the whole capture with its TCP analysis, and watches it. */
export async function measureTshark(path: string): Promise<TsharkMeasures> {
  const version = tsharkVersion();
  const started = performance.now();
  const child = spawn('tshark', ['-n', '-q', '-z', 'conv,tcp', '-r', path], { stdio: 'ignore' });
  let usage = { processorSeconds: 0, peakRssBytes: 0 };
  const timer = setInterval(() => {
    usage = processUsage(child.pid as number) ?? usage;
  }, pollMilliseconds);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { version, loadSeconds: (performance.now() - started) / 1000, ...usage };
}

function tsharkVersion(): string {
  try {
    const [line = ''] = execFileSync('tshark', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n');
    return line.replace(/\s*\(Git.*/, '');
  } catch {
    throw CommandError.usage(
      '--against tshark: tshark is not installed; install it (Debian: apt-get install tshark) or leave the option out',
    );
  }
}

/** What Linux tells of a running process; null elsewhere, and once it has ended. */
function processUsage(pid: number): { processorSeconds: number; peakRssBytes: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(afterName[11]) + Number(afterName[12]);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return peak ? { processorSeconds: ticks / ticksPerSecond, peakRssBytes: Number(peak[1]) * 1024 } : null;
  } catch {
    return null;
  }
}
