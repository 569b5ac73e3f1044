import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from './network';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A `capture` command that runs. */
export interface Capturing {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The capture process, once it captures. */
  captureProcess(): number;
  interrupt(): Promise<Ended>;
}

/** Starts `wirestate capture ARGS` on the near side; resolves when it captures, or has ended. */
export async function startCapture(network: Network, built: string, ...args: string[]): Promise<Capturing> {
  // ip replaces itself by the program, so that the child's id is the program's.
  const child = network.spawn(process.execPath, [join(built, 'cli.js'), 'capture', ...args]);
  let output = '';
  let errors = '';
  // One character a byte: what is printed may be a capture.
  child.stdout?.setEncoding('latin1').on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output, errors }));
  });
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
      if (errors.includes('capturing on')) resolve();
    });
    void ended.then(() => resolve());
  });
  return {
    child,
    ended,
    captureProcess: () => childrenOf(child.pid!)[0]!,
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

export const argumentsOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

export function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** A second tcpdump, which writes what there is to compare with. */
export async function startReference(
  network: Network,
  path: string,
  ...filter: string[]
): Promise<() => Promise<void>> {
  const options = ['-i', network.device, '-n', '-U', '-B', '65536', '--time-stamp-precision=nano', '-w', path];
  const child = network.spawn('tcpdump', [...options, ...filter], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((resolve) => child.stderr?.once('data', resolve));
  return async () => {
    // It lets the kernel collect packets for up to a second, and forgets those when it is told to end.
    await pause(1_300);
    child.kill('SIGINT');
    await new Promise((resolve) => child.on('close', resolve));
  };
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  limitMilliseconds = 10_000,
): Promise<void> {
  const started = Date.now();
  while (!(await isSo())) {
    if (Date.now() - started > limitMilliseconds) throw new Error(`waited in vain until ${what}`);
    await pause(20);
  }
}

export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
