import type { CaptureState, ExportFormat, ExportRequest } from '../../preload/contract/capture';
import { formatCounted } from '../format/quantity';
import { bridge } from './bridge';
import { useCapture } from './capture';
import { withJob } from './jobs';
import { tell, warn } from './notices';

/** Asks for the path to write to; null where the user thinks better of it. */
type ChoosePath = (suggestedName: string, format: ExportFormat) => Promise<string | null>;

/** What was written last, so that a saved copy counts as saved though the capture shown is still the old file. */
let saved: { capture: number; revision: number } | null = null;

export const hasUnsaved = (capture: CaptureState | null): boolean =>
  capture?.unsaved === true && !(saved?.capture === capture.id && saved.revision === capture.revision);

/** The format that the file itself has. */
export function formatOf(capture: Pick<CaptureState, 'format'>): ExportFormat {
  if (capture.format.startsWith('pcapng')) return 'pcapng';
  return /nano/i.test(capture.format) ? 'pcap-nanosecond' : 'pcap';
}

/** `trace.pcap.gz` as pcapng: `trace.pcapng`. */
export function nameFor(name: string, format: ExportFormat): string {
  const stem = name.replace(/\.(gz|zst|zstd)$/i, '').replace(/\.(pcap|pcapng|cap|dmp|ntar)$/i, '');
  return `${stem}.${format === 'pcapng' ? 'pcapng' : 'pcap'}`;
}

/** Writes packets to a file with progress and cancel. @returns whether they were written */
export async function exportPackets(request: Omit<ExportRequest, 'job'>): Promise<boolean> {
  const capture = useCapture.getState().capture;
  if (!capture) return false;
  try {
    const result = await withJob('Writing packets', (job) => bridge().captures.export(capture.id, { ...request, job }));
    if (result.cancelled) return false;
    tell(`${formatCounted(result.packets, 'packet')} written to ${result.path}`);
    if (request.packets.kind === 'all') saved = { capture: capture.id, revision: capture.revision };
    return true;
  } catch (fault) {
    warn('The packets were not written', fault);
    return false;
  }
}

/**
 * Writes marks and comments to the capture's own file. A file that cannot hold them, or that is compressed, is saved under
 * a new name instead.
 */
export async function save(choosePath: ChoosePath): Promise<boolean> {
  const capture = useCapture.getState().capture;
  if (!capture) return false;
  const format = formatOf(capture);
  if ((format !== 'pcapng' && capture.commented > 0) || capture.compression !== 'none') return saveAs(choosePath);
  return exportPackets({ path: capture.path, format, packets: { kind: 'all' } });
}

export async function saveAs(choosePath: ChoosePath): Promise<boolean> {
  const capture = useCapture.getState().capture;
  if (!capture) return false;
  const format = capture.commented > 0 ? 'pcapng' : formatOf(capture);
  const path = await choosePath(nameFor(capture.name, format), format);
  return path === null ? false : exportPackets({ path, format, packets: { kind: 'all' } });
}
