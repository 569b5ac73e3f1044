import type { StreamSaveRequest, StreamShape } from '../../../preload/contract/stream';
import { formatBytes } from '../../format/quantity';
import { bridge } from '../../state/bridge';
import { captureId, useCapture } from '../../state/capture';
import { chooseSave } from '../../state/files';
import { withJob } from '../../state/jobs';
import { tell, warn } from '../../state/notices';

/** `trace.tcp-7.client.bin`: two names of one choice. */
function pathsFor(path: string, kind: StreamSaveRequest['kind']): readonly string[] {
  if (kind !== 'each') return [path];
  const [, stem = path, extension = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(path) ?? [];
  return [`${stem}.client${extension}`, `${stem}.server${extension}`];
}

/** Asks where to, and writes what is shown of a stream. */
export async function saveStream(shape: StreamShape, kind: StreamSaveRequest['kind']): Promise<void> {
  const name = (useCapture.getState().capture?.name ?? 'capture').replace(/(\.(pcap|pcapng|cap|gz|zst))+$/i, '');
  const end = shape.direction === 'both' || kind === 'each' ? '' : `.${shape.direction}`;
  const suggested = `${name}.${shape.transport}-${shape.stream}${end}.${kind === 'text' ? 'txt' : 'bin'}`;
  try {
    const path = await chooseSave(suggested, kind === 'text' ? 'text' : 'bytes');
    if (path === null) return;
    const saved = await withJob('Saving the stream', (job) =>
      bridge().stream.save(captureId(), { shape, kind, paths: pathsFor(path, kind), job }),
    );
    if (!saved.cancelled) tell(`${formatBytes(saved.bytes)} written to ${saved.paths.join(' and ')}`);
  } catch (fault) {
    warn('The stream was not saved', fault);
  }
}
