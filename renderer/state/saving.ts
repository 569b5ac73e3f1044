import type { CaptureState, ExportFormat, ExportRequest } from '../../preload/contract/capture';
import type { LiveState } from '../../preload/contract/live-capture';
import { formatCounted } from '../format/quantity';
import { bridge } from './bridge';
import { useCapture } from './capture';
import { withJob } from './jobs';
import { isRunning, isUnsaved, useLive } from './live/live';
import { tell, warn } from './notices';

/** Asks for the path to write to; null where the user thinks better of it. */
type ChoosePath = (suggestedName: string, format: ExportFormat) => Promise<string | null>;

/** What was written last, so that a saved copy counts as saved though the capture shown is still the old file. */
let saved: { capture: number; revision: number } | null = null;

/** Whether marks, comments, time references would be lost. */
const hasEdits = (capture: CaptureState): boolean =>
  capture.unsaved && !(saved?.capture === capture.id && saved.revision === capture.revision);

/** Whether anything would be lost with the open capture: what was done to it, or all of it where it is a temporary file. */
export const hasUnsaved = (capture: CaptureState | null): boolean =>
  capture !== null && (hasEdits(capture) || isUnsaved(liveOf(capture)));

function liveOf(capture: CaptureState): LiveState | null {
  const { live } = useLive.getState();
  return live?.capture === capture.id ? live : null;
}

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
  if (liveOf(capture)?.unsaved) return keep(capture, choosePath);
  const format = formatOf(capture);
  const path = liveOf(capture)?.path ?? capture.path;
  if ((format !== 'pcapng' && capture.commented > 0) || capture.compression !== 'none') return saveAs(choosePath);
  return exportPackets({ path, format, packets: { kind: 'all' } });
}

export async function saveAs(choosePath: ChoosePath): Promise<boolean> {
  const capture = useCapture.getState().capture;
  if (!capture) return false;
  if (liveOf(capture)?.unsaved) return keep(capture, choosePath);
  const format = capture.commented > 0 ? 'pcapng' : formatOf(capture);
  const path = await choosePath(nameFor(capture.name, format), format);
  return path === null ? false : exportPackets({ path, format, packets: { kind: 'all' } });
}

/** Gives a temporary capture a name of the user's, whole as it was captured, with what was done to it since. One that runs is stopped. */
async function keep(capture: CaptureState, choosePath: ChoosePath): Promise<boolean> {
  let live = liveOf(capture);
  if (live === null) return false;
  if (isRunning(live)) {
    live = await bridge().live.stop(capture.id);
    useLive.setState({ live });
  }
  const chosen = await choosePath(nameForCaptured(live), 'pcapng');
  if (chosen === null) return false;
  try {
    const path = await bridge().live.keep(capture.id, chosen);
    if (hasEdits(capture)) return exportPackets({ path, format: 'pcapng', packets: { kind: 'all' } });
    tell(`Saved as ${path}`);
    return true;
  } catch (fault) {
    warn('The capture was not saved', fault);
    return false;
  }
}

/** `eth0-2026-11-27-1432.pcapng`, in the user's own time. */
function nameForCaptured({ devices, startedAt }: LiveState): string {
  const time = new Date(startedAt);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const device = (devices[0] ?? 'capture').replaceAll(/[^\w.-]+/g, '-');
  return `${device}-${day}-${two(time.getHours())}${two(time.getMinutes())}.pcapng`;
}
