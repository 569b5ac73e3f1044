import { visitNodes } from '../../analysis/fields/field-node';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, payloadElsewhere, RowFlag } from '../../analysis/store/schema';
import type { CaptureAnalysis } from '../capture-analysis';

const nothing: Uint8Array = new Uint8Array(0);

/** How many bytes of a segment's or datagram's payload were captured. */
export function capturedPayload(analysis: CaptureAnalysis, row: number): number {
  // Asked for every packet of a stream when it is opened.
  const { payloadStart, payloadLength, capturedLength } = analysis.store.chunks[row >>> chunkShift] as Chunk;
  const at = row & chunkMask;
  const start = payloadStart[at] as number;
  if (start === payloadElsewhere) return reassembledPayload(analysis, row).length;
  return Math.max(0, Math.min(payloadLength[at] as number, (capturedLength[at] as number) - start));
}

/** The payload of a segment or datagram as far as it was captured; it holds until the next call and is not to be written to. */
export function payloadOf(analysis: CaptureAnalysis, row: number): Uint8Array {
  const { store, file } = analysis;
  const start = store.get('payloadStart', row);
  if (start === payloadElsewhere) return reassembledPayload(analysis, row);
  const length = Math.min(store.get('payloadLength', row), store.get('capturedLength', row) - start);
  return length <= 0 ? nothing : file.readAt(store.get('fileOffset', row) + start, length);
}

/** The payload of a packet that came in fragments, or whose headers are longer than a column can tell. */
function reassembledPayload(analysis: CaptureAnalysis, row: number): Uint8Array {
  const name = analysis.store.has(row, RowFlag.udp) ? 'udp.payload' : 'tcp.payload';
  let payload: Uint8Array = nothing;
  visitNodes(analysis.dissect(row).roots, ({ field, value }) => {
    if (field.name === name) payload = value as Uint8Array;
  });
  return payload;
}
