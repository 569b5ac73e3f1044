import { spawn } from 'node:child_process';
import { kept } from './tshark-answers';

/** Packets and bytes of an end of the traffic, as `-z endpoints` prints them. */
export interface TsharkEndpoint {
  readonly address: string;
  readonly port: number;
  readonly sentPackets: number;
  readonly sentBytes: number;
  readonly receivedPackets: number;
  readonly receivedBytes: number;
}

/** @param kind `eth`, `ip`, `ipv6`, `tcp` or `udp` */
export async function tsharkEndpoints(capture: string, kind: string): Promise<readonly TsharkEndpoint[]> {
  return (await statistics(capture, `endpoints,${kind}`)).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const hasPort = kind === 'tcp' || kind === 'udp';
    if (words.length !== (hasPort ? 8 : 7) || !words.slice(1).every((word) => /^\d+$/.test(word))) return [];
    const numbers = words.slice(hasPort ? 2 : 1).map(Number) as [number, number, number, number, number, number];
    const [, , sentPackets, sentBytes, receivedPackets, receivedBytes] = numbers;
    const address = words[0] as string;
    return [{ address, port: hasPort ? Number(words[1]) : 0, sentPackets, sentBytes, receivedPackets, receivedBytes }];
  });
}

/** A TCP connection, as `-z conv,tcp` prints it: ends as `address:port`, and packets from the one to the other. */
export interface TsharkConversation {
  readonly ends: readonly [string, string];
  readonly packets: readonly [number, number];
}

export async function tsharkConversations(capture: string): Promise<readonly TsharkConversation[]> {
  return (await statistics(capture, 'conv,tcp')).flatMap((line) => {
    const found = /^(\S+)\s+<-> (\S+)\s+(\d+) \d+ \S+\s+(\d+) \d+ \S+/.exec(line);
    if (!found) return [];
    const [, one = '', other = '', back, forth] = found;
    return [{ ends: [one, other] as const, packets: [Number(forth), Number(back)] as const }];
  });
}

/** What tshark puts between protocols for what it joined or could not read. */
const between = /segments|fragments|^_ws/;

/** `-z io,phs`: packets and bytes by the path of protocols, `eth:ip:tcp`. */
export async function tsharkProtocols(capture: string): Promise<ReadonlyMap<string, string>> {
  const counts = new Map<string, readonly [number, number]>();
  let path: string[] = [];
  for (const line of await statistics(capture, 'io,phs')) {
    const found = /^( *)(\S+) +frames:(\d+) bytes:(\d+)/.exec(line);
    if (!found) continue;
    const [, indent = '', name = '', packets, bytes] = found;
    path = [...path.slice(0, indent.length / 2), name];
    if (between.test(name)) continue;
    const key = path.filter((each) => !between.test(each)).join(':');
    const [packetsBefore, bytesBefore] = counts.get(key) ?? [0, 0];
    counts.set(key, [packetsBefore + Number(packets), bytesBefore + Number(bytes)]);
  }
  return new Map([...counts].map(([key, [packets, bytes]]) => [key, `${packets} packets, ${bytes} bytes`]));
}

async function statistics(capture: string, what: string): Promise<readonly string[]> {
  const text = await kept(capture, `statistics ${what}`, () => runTshark(['-n', '-q', '-r', capture, '-z', what]));
  return text.split('\n');
}

function runTshark(args: readonly string[]): Promise<string> {
  const child = spawn('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(parts).toString('utf8')));
  });
}
