import { spawn } from 'node:child_process';

export interface ToolOutcome {
  /** -1 where the program could not be started, with `missing` telling whether it is not there at all. */
  readonly code: number;
  readonly missing: boolean;
  readonly output: string;
  readonly errors: string;
}

export interface ToolOptions {
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMilliseconds?: number;
}

/** Runs a program to its end with a time limit; never throws. Its words are English whatever the user's language. */
export function runTool(
  command: string,
  args: readonly string[],
  { input, env, limitMilliseconds = 5_000 }: ToolOptions = {},
): Promise<ToolOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env, LC_ALL: 'C' }, windowsHide: true });
    let output = '';
    let errors = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMilliseconds);
    const finish = (code: number, missing: boolean) => {
      clearTimeout(timer);
      resolve({ code, missing, output, errors });
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => {
      errors += error.message;
      finish(-1, error.code === 'ENOENT');
    });
    child.on('close', (code) => finish(code ?? -1, false));
  });
}

/** The first line that is not empty, without the program's own name before it. */
export function firstLine(text: string, program: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line.trim().replace(new RegExp(`^${program}: `), '');
}
