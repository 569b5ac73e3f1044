import type { BackendName, BackendReport } from './backend';
import { backends } from './backends';

export type WantedBackend = BackendName | 'auto';

export interface BackendChoice {
  /** Null where none may capture. */
  readonly backend: BackendName | null;
  /** One sentence: why this one, or why none. */
  readonly reason: string;
  readonly reports: readonly BackendReport[];
}

/** Tries every backend on the interface and takes the first that may capture, those with timestamps by the kernel first. */
export async function chooseBackend(wanted: WantedBackend, device: string): Promise<BackendChoice> {
  const asked = backends.filter(({ name }) => wanted === 'auto' || name === wanted);
  const reports = await Promise.all(asked.map((backend) => backend.inspect(device)));
  const found = reports.find(({ mayCapture }) => mayCapture);
  if (!found) return { backend: null, reason: reports.map(({ obstacle }) => obstacle).join(' '), reports };
  return { backend: found.name, reason: reasonFor(found, wanted, reports), reports };
}

function reasonFor(found: BackendReport, wanted: WantedBackend, reports: readonly BackendReport[]): string {
  if (wanted !== 'auto') return `${found.name}, as asked for.`;
  const better = reports.slice(0, reports.indexOf(found)).map(({ obstacle }) => obstacle);
  const why =
    found.timestamps === 'kernel'
      ? 'it may capture as things are, with timestamps by the kernel'
      : 'no backend with timestamps by the kernel may capture';
  return [`${found.name}: ${why}.`, ...better].join(' ');
}
