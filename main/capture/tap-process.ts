import { type ChildProcess, spawn } from 'node:child_process';
import type { Backend, TapCounts } from './backend';
import type { InnerTap, TapCommand, TapRequest } from './tap';
import { TapFiles } from './tap-files';
import { type TapSink, TapStream } from './tap-stream';

/** How long a tap may take to end once it was told to, before it is ended. */
const patienceMilliseconds = 3_000;
const linesKept = 20;
const busyMilliseconds = 1;
const largePiece = 48 * 1024;
const napMilliseconds = 0.3;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

export interface TapListeners extends TapSink {
  /** All packets of one piece of output were handed on. */
  delivered(): void;
  /** The tap is gone; `words` are the last that it said. */
  ended(code: number | null, words: string): void;
}

/** One running tap. */
export class TapProcess {
  counts: TapCounts = {};
  private readonly process: ChildProcess | null;
  private readonly inner: { close(): void } | null;
  private readonly stream: TapStream;
  /** Null where it writes to its standard output. */
  private readonly files: TapFiles | null;
  private readonly countsSignal: NodeJS.Signals | null;
  private words: string[] = [];
  private partial = '';
  private running = true;
  private ending = false;
  private tookAt = 0;

  constructor(
    readonly request: TapRequest,
    private readonly backend: Backend,
    private readonly listeners: TapListeners,
    /** Where it may write files in turns; null for nowhere. */
    filePattern: string | null,
  ) {
    const tap = backend.tap(request, filePattern);
    this.files = 'run' in tap || !tap.writesFiles ? null : new TapFiles((bytes) => this.take(bytes));
    this.stream = new TapStream(listeners);
    this.countsSignal = 'run' in tap ? null : tap.countsSignal;
    this.process = 'run' in tap ? null : this.spawn(tap);
    this.inner = 'run' in tap ? this.runWithin(tap) : null;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Asks for the counts; they are in `counts` a little later. */
  askForCounts(): void {
    if (this.running && this.countsSignal !== null) this.process?.kill(this.countsSignal);
  }

  /** Tells it to write what it has and to end. */
  end(): void {
    if (!this.running || this.ending) return;
    this.ending = true;
    if (this.process === null) {
      this.inner?.close();
      this.hasEnded(0);
      return;
    }
    this.process.kill('SIGINT');
    setTimeout(() => this.running && this.process?.kill('SIGKILL'), patienceMilliseconds).unref();
  }

  private spawn({ command, args, env }: TapCommand): ChildProcess {
    const child = spawn(command, args, {
      env: { ...process.env, ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Ctrl+C in a terminal goes to the whole group; taps end when the capture does, not before.
      detached: process.platform !== 'win32',
    });
    child.stdout?.on('data', (chunk: Uint8Array) => this.takeFromPipe(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    child.on('error', (error) => this.words.push(error.message));
    child.on('close', (code) => this.hasEnded(code));
    return child;
  }

  private runWithin(tap: InnerTap): { close(): void } | null {
    try {
      return tap.run((bytes) => this.takeFromPipe(bytes));
    } catch (error) {
      this.words.push((error as Error).message);
      setImmediate(() => this.hasEnded(1));
      return null;
    }
  }

  private hasEnded(code: number | null): void {
    this.running = false;
    if (this.partial !== '') this.hear('\n');
    const tell = () => this.listeners.ended(code, this.lastWords());
    if (this.files === null) tell();
    else this.files.end(tell);
  }

  private takeFromPipe(chunk: Uint8Array): void {
    this.take(chunk);
    this.nap(chunk.length);
  }

  private take(chunk: Uint8Array): void {
    this.stream.feed(chunk);
    this.listeners.delivered();
    if (this.stream.fault === null) return;
    this.words.push(this.stream.fault);
    this.process?.kill('SIGKILL');
  }

  /**
   * Programs that write to a pipe write each packet by itself, and wake its reader for each. While packets come without a pause, a
   * little sleep has the next piece hold hundreds of them, which costs both sides less.
   */
  private nap(length: number): void {
    const now = performance.now();
    if (now - this.tookAt < busyMilliseconds && length < largePiece) Atomics.wait(sleeper, 0, 0, napMilliseconds);
    this.tookAt = now;
  }

  private hear(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      const counts = this.backend.countsIn(line);
      const file = this.files === null ? null : (this.backend.fileIn?.(line) ?? null);
      if (file !== null) this.files?.began(file);
      else if (counts !== null) this.counts = { ...this.counts, ...counts };
      else if (line.trim() !== '') this.words.push(line.trim());
    }
    this.words = this.words.slice(-linesKept);
  }

  /** What it said of its end; programs begin such a line with their name. */
  private lastWords(): string {
    const named = this.words.filter((word) => word.startsWith(`${this.backend.name}: `));
    const said = named.filter((word) => !/listening on|verbose output/.test(word)).at(0) ?? this.words.at(-1) ?? '';
    return said.replace(`${this.backend.name}: `, '');
  }
}
