import type { ExportRequest, ExportResult } from '../../preload/contract/capture';
import { RowFlag } from '../analysis/store/schema';
import { type ExportedPacket, exportPackets } from '../files/export-capture';
import type { Annotations } from './annotations';
import type { CaptureAnalysis } from './capture-analysis';
import type { Job } from './jobs';
import type { RowList } from './views';

/**
 * Saves packets to a file.
 * @param list the rows of a request for displayed packets
 * @throws CaptureSaveError saying what to do
 */
export async function exportRows(
  analysis: CaptureAnalysis,
  annotations: Annotations,
  list: RowList,
  { packets, path, format }: ExportRequest,
  job: Job,
): Promise<ExportResult> {
  const rows = chosenRows(analysis, annotations, list, packets);
  const { signal } = job.controller;
  try {
    const written = await exportPackets({
      source: analysis.file,
      packets: exportedPackets(analysis, rows),
      path,
      format,
      signal,
      onProgress: (progress) => job.tell(progress.packets, rows.count),
    });
    return { path, ...written, cancelled: false };
  } catch (error) {
    if (signal.aborted) return { path, packets: 0, bytes: 0, cancelled: true };
    throw error;
  }
}

function chosenRows(
  { store }: CaptureAnalysis,
  annotations: Annotations,
  list: RowList,
  packets: ExportRequest['packets'],
): Pick<RowList, 'count' | 'at'> {
  if (packets.kind === 'all' || packets.kind === 'displayed') return list;
  const chosen = packets.kind === 'marked' ? annotations.markedRows : packets.numbers.map((number) => number - 1);
  const rows = chosen.filter((row) => row >= 0 && row < store.count);
  return { count: rows.length, at: (position) => rows[position] as number };
}

/** What goes into a new file, packet by packet. */
export function* exportedPackets(
  { store, comments }: CaptureAnalysis,
  rows: Pick<RowList, 'count' | 'at'>,
): Iterable<ExportedPacket> {
  for (let position = 0; position < rows.count; position++) {
    const row = rows.at(position);
    yield {
      fileOffset: store.get('fileOffset', row),
      capturedLength: store.get('capturedLength', row),
      originalLength: store.get('originalLength', row),
      interface: store.get('interface', row),
      seconds: store.get('seconds', row),
      nanoseconds: store.get('nanoseconds', row),
      hasTime: store.has(row, RowFlag.hasTime),
      comments: comments.get(row) ?? null,
    };
  }
}
