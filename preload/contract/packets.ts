import type { CaptureId, JobId } from './capture';
import type { ColoringRule } from './colors';

/** Column of the grid: one of the fixed ones, or `field:NAME` for any field of the registry. */
export type ColumnId =
  | 'number'
  | 'time'
  | 'source'
  | 'destination'
  | 'protocol'
  | 'length'
  | 'flags'
  | 'stream'
  | 'info'
  | `field:${string}`;

export interface PacketRow {
  /** 1-based. */
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly hasTime: boolean;
  /** Number of the displayed row before this one in the view, with its time; 0 for the first. Gives "since previous". */
  readonly previousSeconds: number;
  readonly previousNanoseconds: number;
  /** The time reference that holds for this row: the last one before it, else the first packet. */
  readonly referenceSeconds: number;
  readonly referenceNanoseconds: number;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: string;
  readonly length: number;
  /** Letters of the TCP flags that are set, `SA`; empty for other protocols. */
  readonly flags: string;
  /** `tcp.stream` or `udp.stream`, of an ICMP error that of the packet that it quotes; -1 for neither. */
  readonly stream: number;
  readonly transport: 'tcp' | 'udp' | 'other';
  readonly info: string;
  /** Verdict on the segment, in words; empty for a clean one. */
  readonly badge: string;
  /** What the badge rests on, and where Wireshark's verdict differs; shown on hover. */
  readonly badgeHelp: string;
  readonly tone: RowTone;
  /** The coloring rule that matches it first; null for none. */
  readonly coloring: ColoringRule | null;
  readonly marked: boolean;
  readonly timeReference: boolean;
  readonly commented: boolean;
  /** Decoding stopped early: malformed, or cut by the snap length. */
  readonly faulty: boolean;
  /** Values of the custom columns asked for, in their order. */
  readonly custom: readonly string[];
}

/** What a row's color says. One color a meaning everywhere. */
export type RowTone = 'plain' | 'problem' | 'warning' | 'late' | 'window' | 'good' | 'note';

export interface SortOrder {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** Which packets are shown, in which order. */
export interface ViewRequest {
  readonly filter: string;
  /** Inclusive bounds in nanoseconds since the epoch as decimal strings; null for the whole capture. */
  readonly timeRange: { readonly from: string; readonly to: string } | null;
  readonly sort: SortOrder | null;
  /** Number of the packet that `${field}` in the filter asks for values of. */
  readonly selected?: number;
  readonly job: JobId;
}

/** A list of rows held by the worker. The view 0 is all packets in their order, and always there. */
export interface View {
  readonly id: number;
  readonly rows: number;
  /** False while it still grows: loading or filtering goes on. `viewGrew` events follow. */
  readonly complete: boolean;
}

export interface RowRange {
  readonly view: number;
  /** 0-based position in the view. */
  readonly start: number;
  readonly count: number;
  /** Field names of the custom columns. */
  readonly custom: readonly string[];
}

export interface RowPage {
  readonly start: number;
  readonly rows: readonly PacketRow[];
  /** Rows that the view holds by now. */
  readonly total: number;
}

/** One line of the field tree. */
export interface DetailNode {
  /** Display-filter name; empty for a text that is no field. */
  readonly name: string;
  /** The line as shown. */
  readonly text: string;
  /** The value alone, as `fields` prints it. */
  readonly value: string;
  /** `name == value` as a display filter, ready to apply; empty where the field cannot be compared. */
  readonly filter: string;
  readonly help: string;
  readonly kind: 'protocol' | 'field' | 'generated' | 'fault';
  /** Bytes it was read from; length 0 where it has none. */
  readonly source: number;
  readonly start: number;
  readonly length: number;
  /** Number of the frame that the value names; 0 where it names none. */
  readonly frame: number;
  readonly children: readonly DetailNode[];
}

export interface PacketDetail {
  readonly number: number;
  readonly row: PacketRow;
  /** The frame's bytes first, then reassembled or decoded data. */
  readonly sources: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly tree: readonly DetailNode[];
  readonly comments: readonly string[];
}

export interface PacketsApi {
  /**
   * Makes a view. Resolves with the first rows known; a newer call of the same window replaces the older view. Rejects where the
   * filter is none, with a sentence that names the column.
   */
  view(capture: CaptureId, request: ViewRequest): Promise<View>;
  rows(capture: CaptureId, range: RowRange): Promise<RowPage>;
  /** Position of a packet in a view; the nearest one before it where it is not displayed, -1 for none. */
  position(capture: CaptureId, view: number, number: number): Promise<number>;
  detail(capture: CaptureId, number: number): Promise<PacketDetail>;
  mark(capture: CaptureId, numbers: readonly number[], on: boolean): Promise<void>;
  /** Every marked packet's number, ascending. */
  marked(capture: CaptureId): Promise<readonly number[]>;
  /** Replaces the packet's comments; an empty list removes them. */
  comment(capture: CaptureId, number: number, comments: readonly string[]): Promise<void>;
  /** Every packet comment. */
  comments(capture: CaptureId): Promise<readonly { readonly number: number; readonly comments: readonly string[] }[]>;
  timeReference(capture: CaptureId, number: number, on: boolean): Promise<void>;
}
