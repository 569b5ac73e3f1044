import { type ChildProcess, spawn } from 'node:child_process';
import type { Backend, TapCounts } from './backend';
import type { TapRequest } from './tap';
import { type TapSink, TapStream } from './tap-stream';

/** How long a tap may take to end once it was told to, before it is ended. */
const patienceMilliseconds = 3_000;
const linesKept = 20;

export interface TapListeners extends TapSink {
  /** All packets of one piece of output were handed on. */
  delivered(): void;
  /** The tap is gone; `words` are the last that it said. */
  ended(code: number | null, words: string): void;
}

/** One running tap. */
export class TapProcess {
  counts: TapCounts = {};
  private readonly process: ChildProcess;
  private readonly stream: TapStream;
  private readonly countsSignal: NodeJS.Signals | null;
  private words: string[] = [];
  private partial = '';
  private running = true;

  constructor(
    readonly request: TapRequest,
    private readonly backend: Backend,
    private readonly listeners: TapListeners,
  ) {
    const { command, args, env, countsSignal } = backend.tap(request);
    this.countsSignal = countsSignal;
    this.stream = new TapStream(listeners);
    this.process = spawn(command, args, {
      env: { ...process.env, ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Ctrl+C in a terminal goes to the whole group; taps end when the capture does, not before.
      detached: process.platform !== 'win32',
    });
    this.process.stdout?.on('data', (chunk: Uint8Array) => this.take(chunk));
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    this.process.on('error', (error) => this.words.push(error.message));
    this.process.on('close', (code) => {
      this.running = false;
      if (this.partial !== '') this.hear('\n');
      listeners.ended(code, this.lastWords());
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Asks for the counts; they are in `counts` a little later. */
  askForCounts(): void {
    if (this.running && this.countsSignal !== null) this.process.kill(this.countsSignal);
  }

  /** Tells it to write what it has and to end. */
  end(): void {
    if (!this.running) return;
    this.process.kill('SIGINT');
    setTimeout(() => this.running && this.process.kill('SIGKILL'), patienceMilliseconds).unref();
  }

  private take(chunk: Uint8Array): void {
    this.stream.feed(chunk);
    this.listeners.delivered();
    if (this.stream.fault === null) return;
    this.words.push(this.stream.fault);
    this.process.kill('SIGKILL');
  }

  private hear(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      const counts = this.backend.countsIn(line);
      if (counts !== null) this.counts = { ...this.counts, ...counts };
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
