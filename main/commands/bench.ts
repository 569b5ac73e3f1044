import { statSync } from 'node:fs';
import type { CAC } from 'cac';
import { CommandError } from './command-error';
import { type CaptureMeasures, measureCapture } from './measure-capture';
import { compareFilters, type FilterComparison } from './measure-filters';
import { measureTshark, type TsharkMeasures } from './measure-tshark';
import { required } from './options';

interface BenchResult extends CaptureMeasures {
  readonly file: string;
  readonly bytes: number;
  readonly tshark?: TsharkMeasures & { readonly filters: readonly FilterComparison[] };
  /** How many times less Wirestate needs than tshark. */
  readonly ratios?: { readonly load: number; readonly memory: number };
}

/** `bench`: how long, how much memory, and beside tshark's in the same run how many times less. */
export function benchCommand(program: CAC): void {
  program
    .command('bench', 'Measure loading, first rows, memory, filters and following')
    .option('-r <file>', 'The capture')
    .option('--against <program>', 'Measure tshark too, in the same run')
    .option('--json', 'Print JSON')
    .action(async (options: Record<string, unknown>) => {
      const file = required(options.r, '-r FILE', 'wirestate bench -r capture.pcapng');
      if (options.against !== undefined && options.against !== 'tshark') {
        throw CommandError.usage(`--against ${options.against}: the program to measure against is tshark`);
      }
      const result = await measure(file, options.against === 'tshark');
      process.stdout.write(options.json ? `${JSON.stringify(result, null, 1)}\n` : report(result));
    });
}

async function measure(file: string, againstTshark: boolean): Promise<BenchResult> {
  const own = { file, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0, ...(await measureCapture(file)) };
  if (!againstTshark) return own;
  const tshark = await measureTshark(file);
  const memory = tshark.peakRssBytes / (own.peakRssBytes - own.emptyRssBytes);
  const filters = await compareFilters(file, own.filters);
  return { ...own, tshark: { ...tshark, filters }, ratios: { load: tshark.loadSeconds / own.loadSeconds, memory } };
}

function report(result: BenchResult): string {
  const lines: [string, string][] = [
    ['file', `${result.file}, ${(result.bytes / 1e6).toFixed(1)} MB, ${result.packets} packets`],
    [
      'load',
      `${result.loadSeconds.toFixed(3)} s, ${(result.packets / result.loadSeconds / 1e6).toFixed(2)} M packets/s`,
    ],
    ['processor', `${result.processorSeconds.toFixed(3)} s`],
    ['first rows', `${result.firstRowsMilliseconds.toFixed(0)} ms`],
    [
      'memory',
      `${(result.peakRssBytes / 1e6).toFixed(0)} MB at most, ${result.bytesPerPacket.toFixed(1)} bytes a packet over the empty program`,
    ],
    ['by dissector', `${result.dissectedPackets} packets`],
  ];
  for (const { text, seconds, matched } of result.filters)
    lines.push([
      'filter',
      `${(seconds * 1000).toFixed(0).padStart(6)} ms, ${String(matched).padStart(8)} packets: ${text}`,
    ]);
  if (result.followSeconds !== undefined) {
    const { followSeconds, followedBytes = 0, followedStream } = result;
    lines.push([
      'follow',
      `${(followSeconds * 1000).toFixed(0).padStart(6)} ms to the first lines of tcp.stream ${followedStream}, ${(followedBytes / 1e6).toFixed(1)} MB`,
    ]);
  }
  if (result.tshark && result.ratios) {
    const { version, loadSeconds, processorSeconds, peakRssBytes } = result.tshark;
    lines.push([
      'tshark',
      `${version}: ${loadSeconds.toFixed(2)} s, processor ${processorSeconds.toFixed(2)} s, ${(peakRssBytes / 1e6).toFixed(0)} MB`,
    ]);
    lines.push([
      'ratio',
      `load ${result.ratios.load.toFixed(1)} times faster, ${result.ratios.memory.toFixed(1)} times less memory`,
    ]);
  }
  for (const { text, seconds, matched, ratio } of result.tshark?.filters ?? [])
    lines.push([
      'tshark -Y',
      `${seconds.toFixed(1).padStart(6)} s, ${String(matched).padStart(8)} packets, ${ratio.toFixed(0).padStart(5)} times slower: ${text}`,
    ]);
  return `${lines.map(([name, text]) => `${name.padEnd(12)} ${text}`).join('\n')}\n`;
}
