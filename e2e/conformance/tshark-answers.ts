import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = process.env.WIRESTATE_TSHARK_CACHE ?? join(tmpdir(), 'wirestate-tshark-answers');
const limitMilliseconds = 120_000;

/** Values by frame number, then in the order of the fields. */
export type Answers = ReadonlyMap<number, readonly string[]>;

/** What tshark prints for a capture with its default preferences, the first occurrence of each field; kept for the next run. */
export async function tsharkAnswers(capture: string, fields: readonly string[]): Promise<Answers> {
  return parse(await kept(capture, JSON.stringify(fields), () => runTshark(capture, fields)));
}

/** A slow answer about a file, kept as long as the file stays as it is. */
export async function kept(capture: string, question: string, answer: () => Promise<string>): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const { size, mtimeMs } = statSync(capture);
  const key = createHash('sha1')
    .update(JSON.stringify([capture, size, mtimeMs, question]))
    .digest('hex');
  const path = join(cache, key);
  if (!existsSync(path)) writeFileSync(path, await answer());
  return readFileSync(path, 'utf8');
}

function runTshark(capture: string, fields: readonly string[]): Promise<string> {
  const wanted = ['frame.number', ...fields].flatMap((name) => ['-e', name]);
  const child = spawn('tshark', ['-n', '-r', capture, '-T', 'fields', '-E', 'occurrence=f', ...wanted], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: limitMilliseconds,
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(parts).toString('utf8')));
  });
}

function parse(text: string): Answers {
  const answers = new Map<number, readonly string[]>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [number, ...values] = line.split('\t');
    answers.set(Number(number), values);
  }
  return answers;
}
