import { parseArgs } from 'node:util';
import { type CaptureFormat, CaptureWriter } from './capture-writer';
import { generateMixed } from './mixed';
import { generateScan } from './scan';
import { generateSingle } from './single';

const USAGE = `usage: npx tsx e2e/generator/make.ts mixed|scan|single -w FILE [options]
  --bytes SIZE        stop at this size of the file: 1GB, 64MB, 900000
  --packets N         stop at so many packets
  --connections N     scan: how many connections (1,000,000)
  --answered SHARE    scan: share of SYNs answered by a reset, 0..1 (0)
  --seed N            same seed, same bytes (1)
  --format F          pcap (microseconds) or pcapng (nanoseconds)
  --snap N            keep so many bytes of a packet (all; single: 128)`;

const UNITS: Record<string, number> = { '': 1, K: 1e3, KB: 1e3, M: 1e6, MB: 1e6, G: 1e9, GB: 1e9 };

export interface Request {
  kind: string;
  path: string;
  bytes?: number;
  packets?: number;
  connections?: number;
  answered?: number;
  seed?: number;
  format?: CaptureFormat;
  snapLength?: number;
}

/** Writes the capture that is asked for; returns how large it became. */
export function make(request: Request): { packets: number; bytes: number } {
  const { kind, seed = 1, format = 'pcap' } = request;
  const unlimited = request.bytes === undefined && request.packets === undefined;
  const single = kind === 'single';
  const writer = new CaptureWriter(request.path, format, {
    bytes: request.bytes ?? (unlimited && kind === 'mixed' ? 1e9 : Number.POSITIVE_INFINITY),
    packets: request.packets ?? (unlimited && single ? 3_000_000 : Number.POSITIVE_INFINITY),
    snapLength: request.snapLength ?? (single ? 128 : 262_144),
  });
  if (kind === 'mixed') generateMixed(writer, seed, request.bytes ?? (request.packets ?? 2_200_000) * 450);
  else if (kind === 'scan') generateScan(writer, seed, request.connections ?? 1_000_000, request.answered ?? 0);
  else generateSingle(writer, seed);
  writer.close();
  return { packets: writer.packets, bytes: writer.size };
}

export function parseSize(text: string): number {
  const match = /^([0-9.]+)\s*([kmg]?b?)$/i.exec(text);
  const unit = match && UNITS[match[2]!.toUpperCase()];
  if (!match || !unit) throw new Error(`"${text}" is not a size; write 1GB, 64MB or a number of bytes`);
  return Math.floor(Number(match[1]) * unit);
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      write: { type: 'string', short: 'w' },
      bytes: { type: 'string' },
      packets: { type: 'string' },
      connections: { type: 'string' },
      answered: { type: 'string' },
      seed: { type: 'string' },
      format: { type: 'string' },
      snap: { type: 'string' },
    },
  });
  const kind = positionals[0] ?? '';
  const { format = 'pcap' } = values;
  if (!['mixed', 'scan', 'single'].includes(kind) || !values.write || (format !== 'pcap' && format !== 'pcapng')) {
    console.error(USAGE);
    process.exit(2);
  }
  const started = Date.now();
  const made = make({
    kind,
    path: values.write,
    format,
    ...(values.bytes && { bytes: parseSize(values.bytes) }),
    ...(values.packets && { packets: parseSize(values.packets) }),
    ...(values.connections && { connections: parseSize(values.connections) }),
    ...(values.answered && { answered: Number(values.answered) }),
    ...(values.seed && { seed: Number(values.seed) }),
    ...(values.snap && { snapLength: parseSize(values.snap) }),
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${values.write}: ${made.packets} packets, ${made.bytes} bytes in ${seconds} s`);
}

if (require.main === module) main();
