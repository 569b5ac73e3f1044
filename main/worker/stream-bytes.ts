import { visitNodes } from '../analysis/fields/field-node';
import { payloadElsewhere } from '../analysis/store/schema';
import { ConnectionWord } from '../analysis/tcp/connection-record';
import { type Delivery, deliveries } from '../analysis/tcp/reassembly/delivery';
import { assembleStream, type Sender, type StreamAssembly } from '../analysis/tcp/reassembly/stream-assembly';
import type { CaptureAnalysis } from './capture-analysis';

const nothing: Uint8Array = new Uint8Array(0);

/** A stretch of a connection's stream with its bytes; without them where the capture has none. */
export interface StreamPart {
  readonly sender: Sender;
  readonly offset: number;
  readonly length: number;
  readonly row: number;
  /** Null for bytes that are missing from the capture. */
  readonly bytes: Uint8Array | null;
}

/** The byte stream of one connection in both directions, read from the file piece by piece. */
export class StreamBytes {
  readonly assembly: StreamAssembly;

  /** @param stream number of the TCP connection */
  constructor(
    private readonly analysis: CaptureAnalysis,
    stream: number,
  ) {
    const { records } = analysis.connections.tcp;
    this.assembly = assembleStream(
      analysis.store,
      records.get(stream, ConnectionWord.first),
      records.get(stream, ConnectionWord.last),
    );
  }

  /** Both directions in the order in which they could be read. */
  *inOrder(): Generator<StreamPart> {
    for (const delivery of deliveries(this.assembly)) yield* this.parts(delivery);
  }

  /** One direction from its first byte. */
  *of(sender: Sender): Generator<StreamPart> {
    for (const part of this.inOrder()) if (part.sender === sender) yield part;
  }

  private *parts({ sender, offset, length, row, skip, missing }: Delivery): Generator<StreamPart> {
    const bytes = missing ? nothing : this.payload(row).subarray(skip, skip + length);
    if (bytes.length > 0) yield { sender, offset, length: bytes.length, row, bytes };
    const lacking = length - bytes.length;
    if (lacking > 0) yield { sender, offset: offset + bytes.length, length: lacking, row, bytes: null };
  }

  /** The payload of a segment as far as it was captured. */
  private payload(row: number): Uint8Array {
    const { store } = this.analysis;
    const start = store.get('payloadStart', row);
    if (start === payloadElsewhere) return this.reassembledPayload(row);
    const captured = store.get('capturedLength', row) - start;
    const length = Math.min(store.get('payloadLength', row), captured);
    if (length <= 0) return nothing;
    return this.analysis.file.readAt(store.get('fileOffset', row) + start, length).slice();
  }

  /** The payload of a segment that came in fragments, or whose headers are longer than a column can tell. */
  private reassembledPayload(row: number): Uint8Array {
    let payload: Uint8Array = nothing;
    visitNodes(this.analysis.dissect(row).roots, ({ field, value }) => {
      if (field.name === 'tcp.payload') payload = value as Uint8Array;
    });
    return payload;
  }
}
