import { ConnectionWord } from '../analysis/tcp/connection-record';
import { type Delivery, deliveries } from '../analysis/tcp/reassembly/delivery';
import { assembleStream, type Sender, type StreamAssembly } from '../analysis/tcp/reassembly/stream-assembly';
import type { CaptureAnalysis } from './capture-analysis';
import { payloadOf } from './stream/payload';

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
    const bytes = missing ? nothing : payloadOf(this.analysis, row).slice(skip, skip + length);
    if (bytes.length > 0) yield { sender, offset, length: bytes.length, row, bytes };
    const lacking = length - bytes.length;
    if (lacking > 0) yield { sender, offset: offset + bytes.length, length: lacking, row, bytes: null };
  }
}
