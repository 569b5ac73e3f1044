import { spawn } from 'node:child_process';

/** The bytes of one TCP stream by direction, as hexadecimal text. */
export interface FollowedStream {
  readonly client: string;
  readonly server: string;
}

const perRun = 100;

/** What `tshark -z follow,tcp,raw,N` prints for the streams 0 to `count` - 1. */
export async function tsharkFollow(capture: string, count: number): Promise<FollowedStream[]> {
  const streams: FollowedStream[] = [];
  for (let first = 0; first < count; first += perRun) {
    const numbers = Array.from({ length: Math.min(perRun, count - first) }, (_, i) => first + i);
    const sections = (await run(capture, numbers))
      .split(/^={60,}\n/m)
      .filter((text) => text.startsWith('Follow: tcp,raw'));
    const byNumber = new Map(sections.map((text) => [Number(/stream eq (\d+)/.exec(text)?.[1]), streamOf(text)]));
    for (const number of numbers) streams.push(byNumber.get(number) ?? { client: '', server: '' });
  }
  return streams;
}

function streamOf(section: string): FollowedStream {
  const lines = section.split('\n').filter((line) => /^\t?[0-9a-f]+$/.test(line));
  return {
    client: lines.filter((line) => !line.startsWith('\t')).join(''),
    server: lines
      .filter((line) => line.startsWith('\t'))
      .join('')
      .replaceAll('\t', ''),
  };
}

function run(capture: string, numbers: readonly number[]): Promise<string> {
  const wanted = numbers.flatMap((number) => ['-z', `follow,tcp,raw,${number}`]);
  const child = spawn('tshark', ['-n', '-q', '-r', capture, ...wanted], { stdio: ['ignore', 'pipe', 'ignore'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}
