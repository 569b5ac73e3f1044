import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = process.env.WIRESTATE_TSHARK_CACHE ?? join(tmpdir(), 'wirestate-tshark-answers');
const limitMilliseconds = 60_000;
/** What tshark ends with where it refuses a filter. */
const refusedStatus = 2;

/** Numbers of the frames that match, separated by spaces; `refused` where the filter is none. */
export type FilterAnswer = string;

/** What `tshark -Y` answers, kept for the next run. */
export async function tsharkFilterAnswer(capture: string, filter: string): Promise<FilterAnswer> {
  mkdirSync(cache, { recursive: true });
  const { size, mtimeMs } = statSync(capture);
  const key = createHash('sha1')
    .update(JSON.stringify(['filter', capture, size, mtimeMs, filter]))
    .digest('hex');
  const kept = join(cache, key);
  if (!existsSync(kept)) writeFileSync(kept, await ask(capture, filter));
  return readFileSync(kept, 'utf8');
}

function ask(capture: string, filter: string): Promise<FilterAnswer> {
  const child = spawn('tshark', ['-n', '-r', capture, '-Y', filter, '-T', 'fields', '-e', 'frame.number'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: limitMilliseconds,
    env: { ...process.env, TZ: 'UTC' },
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const numbers = Buffer.concat(parts).toString('latin1').trim().split('\n').join(' ');
      if (signal !== null) reject(new Error(`tshark took too long over ${filter} in ${capture}`));
      // Of some unfinished texts tshark prints the rest on its way to refusing them.
      else resolve(status === refusedStatus && !/^\d/.test(numbers) ? 'refused' : numbers);
    });
  });
}
