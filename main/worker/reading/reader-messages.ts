import type { Fragment } from '../../analysis/dissection-context';
import type { DecodeAs } from '../../analysis/registry';
import type { AddressList } from '../../analysis/store/address-table';
import type { ReadingProgress, SharedFile } from '../../files/capture-file';
import type { CaptureTotals } from './capture-totals';

/** What the reading thread is started with. */
export interface ReaderStart {
  readonly file: SharedFile;
  readonly verifyChecksums: boolean;
  readonly decodeAs: readonly DecodeAs[];
  /** Memory of the first chunk. */
  readonly firstChunk: SharedArrayBuffer;
  /** How many batches were taken, as an Int32: the reading thread waits where it is `mostAhead` of that. */
  readonly taken: SharedArrayBuffer;
}

/** Batches that may wait to be taken, so that what they hold stays small however far the reading could run ahead. */
export const mostAhead = 4;

/** Rows that the reading thread has stored, with all that belongs to them beside the columns. */
export interface ReaderBatch {
  /** Rows stored so far. */
  readonly rows: number;
  /** Chunks begun since the batch before. */
  readonly chunks: readonly SharedArrayBuffer[];
  readonly addresses: AddressList;
  /** Layer chains as `LayerChains.since` gives them. */
  readonly chains: Uint16Array;
  /** What the connections are told of the rows beside their columns; see `RowEvents`. */
  readonly events: Int32Array;
  readonly fragments: readonly Fragment[];
  readonly totals: Pick<CaptureTotals, 'interfacePackets' | 'capturedBytes' | 'earliest' | 'latest'>;
  /** Rows so far that the scan left to the dissector. */
  readonly dissected: number;
  /** Comments of packets, with the packets' rows. */
  readonly comments: readonly (readonly [number, readonly string[]])[];
  readonly file: ReadingProgress;
  /** No whole packet follows for now. */
  readonly atEnd: boolean;
}
