import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const running = new Set<LineProcess>();

/** A child process that is spoken to in lines. Closing its input ends it, so it never outlives this program. */
export class LineProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: string[] = [];
  private waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | null = null;
  private complaint = '';
  private ended = false;

  constructor(
    private readonly name: string,
    command: string,
    parameters: readonly string[],
  ) {
    this.child = spawn(command, parameters, { stdio: 'pipe' });
    running.add(this);
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      if (this.waiting) {
        this.waiting.resolve(line);
        this.waiting = null;
      } else this.lines.push(line);
    });
    this.child.stderr.on('data', (text) => {
      this.complaint += text;
    });
    this.child.stdin.on('error', () => {});
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('close', (status) => this.end(`ended with status ${status}`));
  }

  get pid(): number {
    return this.child.pid!;
  }

  line(): Promise<string> {
    const ready = this.lines.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.ended) return Promise.reject(this.failure('has ended'));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  say(text: string): void {
    this.child.stdin.write(`${text}\n`);
  }

  /** Sends a command as a JSON line and waits for the answer. */
  async ask(command: object): Promise<Record<string, unknown>> {
    this.say(JSON.stringify(command));
    return JSON.parse(await this.line());
  }

  kill(): void {
    this.child.stdin.end();
    this.child.kill('SIGKILL');
  }

  private end(how: string): void {
    this.ended = true;
    running.delete(this);
    this.waiting?.reject(this.failure(how));
    this.waiting = null;
  }

  private failure(how: string): Error {
    return new Error(`${this.name} ${how}. ${this.complaint.trim().split('\n').slice(-3).join(' ')}`.trim());
  }
}

/** The hosts' namespaces and the relay's taps vanish with the processes that hold them. */
function killAll(): void {
  for (const child of running) child.kill();
}

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
