import type { PacketStore } from '../../store/packet-store';
import { payloadElsewhere } from '../../store/schema';

/** Reads bytes of the file; they hold until the next call. */
export type ReadAt = (fileOffset: number, length: number) => Uint8Array;

/** The payloads of segments, from the file. */
export class SegmentBytes {
  constructor(
    private readonly store: PacketStore,
    private readonly readAt: ReadAt,
  ) {}

  /** Whether the whole payload was captured and lies in the frame. Segments of fragmented datagrams are read by themselves. */
  isWhole(row: number): boolean {
    const { store } = this;
    const start = store.get('payloadStart', row);
    return start !== payloadElsewhere && start + store.get('payloadLength', row) <= store.get('capturedLength', row);
  }

  /** Bytes of a whole payload; they hold until the next call. */
  read(row: number, from: number, length: number): Uint8Array {
    const { store } = this;
    return this.readAt(store.get('fileOffset', row) + store.get('payloadStart', row) + from, length);
  }
}
