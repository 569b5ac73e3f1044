import { createReadStream, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CAC } from 'cac';
import type { Filter } from '../analysis/filter/compile-filter';
import type { CaptureInterface } from '../files/capture-interface';
import { type ExportFormat, exportPackets } from '../files/export-capture';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { exportedPackets } from '../worker/export-rows';
import { captureFacts } from '../worker/filter-facts';
import { FilterRun } from '../worker/filter-rows';
import { RowSet } from '../worker/row-set';
import { AllRows, type RowList } from '../worker/views';
import { CommandError } from './command-error';
import { filterOption, userMacros } from './command-filter';
import { listOf, required } from './options';

const formats: readonly ExportFormat[] = ['pcap', 'pcap-nanosecond', 'pcapng'];
const example = 'wirestate export -r capture.pcapng -w resets.pcapng -Y "tcp.flags.reset == 1"';

/** `export`: writes the packets that a filter lets through to another capture file. */
export function exportCommand(program: CAC): void {
  program
    .command('export', 'Write packets to another capture file')
    .option('-r <file>', 'The capture')
    .option('-w <file>', 'The file to write; - for standard output')
    .option('-Y <filter>', 'Only the packets that match this display filter')
    .option(
      '--format <format>',
      `${formats.join(', ')}; without it, what the name ends in says, with times as fine as they are`,
    )
    .example(example)
    .action(exportTo);
}

async function exportTo(options: Record<string, unknown>): Promise<void> {
  const source = required(options.r, '-r FILE', example);
  const target = required(options.w, '-w FILE', example);
  const chosen = formatOption(options.format);
  if (isSameFile(source, target))
    throw CommandError.usage(`-w ${target}: that is the capture itself; name another file`);
  const analysis = await CaptureAnalysis.open(source);
  const filter = filterOption(options.Y, analysis.registry, await userMacros());
  await analysis.load();
  const format = chosen ?? formatFor(target, analysis.file.interfaces);
  const rows = filter === null ? new AllRows(analysis.store) : await matching(analysis, filter);
  const packets = await write(analysis, rows, target, format);
  for (const { message } of analysis.file.warnings) process.stderr.write(`wirestate: ${message}\n`);
  const { count } = analysis.store;
  if (target !== '-') process.stdout.write(`${packets} of ${count} ${count === 1 ? 'packet' : 'packets'} written\n`);
  await analysis.close();
}

function isSameFile(source: string, target: string): boolean {
  const [one, other] = [source, target].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

/** The format that the name of the file tells; times stay as fine as they are. */
function formatFor(target: string, interfaces: readonly CaptureInterface[]): ExportFormat {
  if (!/\.(pcap|cap|dmp)$/i.test(target)) return 'pcapng';
  return interfaces.some(({ ticksPerSecond }) => ticksPerSecond > 1e6) ? 'pcap-nanosecond' : 'pcap';
}

function formatOption(value: unknown): ExportFormat | null {
  const [written, ...more] = listOf(value);
  if (more.length > 0) throw CommandError.usage(`--format is given ${more.length + 1} times: choose one`);
  if (written === undefined) return null;
  const format = formats.find((each) => each === written);
  if (!format) throw CommandError.usage(`--format ${written}: there are ${formats.join(', ')}`);
  return format;
}

async function matching(analysis: CaptureAnalysis, filter: Filter): Promise<Pick<RowList, 'count' | 'at'>> {
  const found = new RowSet();
  await new FilterRun(analysis, filter, captureFacts(analysis)).run(found, { breathe: async () => {} });
  return found;
}

/** @returns how many packets were written */
async function write(
  analysis: CaptureAnalysis,
  rows: Pick<RowList, 'count' | 'at'>,
  target: string,
  format: ExportFormat,
): Promise<number> {
  if (target === '-') return writeToStandardOutput(analysis, rows, format);
  const packets = exportedPackets(analysis, rows);
  return (await exportPackets({ source: analysis.file, packets, path: target, format })).packets;
}

/** By way of a file: a capture is not written from front to back. */
async function writeToStandardOutput(
  analysis: CaptureAnalysis,
  rows: Pick<RowList, 'count' | 'at'>,
  format: ExportFormat,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'wirestate-export-'));
  try {
    const path = join(folder, 'export');
    const packets = await write(analysis, rows, path, format);
    await pipeline(createReadStream(path), process.stdout, { end: false });
    return packets;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
