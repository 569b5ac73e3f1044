import { Transport } from '../packet-summary';
import type { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { AnalysisFlag } from './analysis-flag';
import { exactNanoseconds } from './clock';
import { Completeness, completenessAfter } from './completeness';
import { ConnectionWord } from './connection-record';
import { noConnection } from './connection-table';
import { unknownFlags } from './quoted-packets';
import { Segment } from './segment';
import type { ConnectionTracker } from './tracker';
import { noRow } from './unacknowledged';

/** Where an ICMP error stands in the connection whose segment it quotes; times in nanoseconds. */
export interface QuoteFact {
  /** tcp.completeness: `Completeness` bits before the error */
  readonly completeness: number;
  /** tcp.time_relative */
  readonly sinceFirst: bigint;
  /** tcp.time_delta */
  readonly sincePrevious: bigint;
}

/** Connections whose place is kept. */
const mostPlaces = 64;

/** How far a connection was gone through. */
interface Place {
  row: number;
  previousRow: number;
  completeness: number;
  completenessAfter: number;
}

/**
 * Tells of errors that quote a whole TCP header where they stand in the connection: as in tshark they count for its times and
 * completeness. Who asks in ascending order goes through each connection once.
 */
export class QuoteFacts {
  private readonly places = new Map<number, Place>();
  private readonly segment = new Segment();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** @returns null for a row that quotes no segment, or less than its header */
  at(row: number): QuoteFact | null {
    const { store, tracker } = this;
    const connection = tracker.quoted.connection(row);
    if (connection === noConnection || !this.quotesHeader(row)) return null;
    const first = tracker.tcp.records.get(connection, ConnectionWord.first);
    const place = this.placeOf(connection, row);
    while (place.row !== row) if (!this.step(place, first)) return null;
    const { completeness, previousRow } = place;
    return {
      completeness,
      sinceFirst: exactNanoseconds(store, first, row),
      sincePrevious: previousRow === noRow ? 0n : exactNanoseconds(store, previousRow, row),
    };
  }

  private quotesHeader(row: number): boolean {
    const { quoted } = this.tracker;
    return quoted.has(row) && quoted.transport(row) === Transport.tcp && quoted.tcpFlags(row) !== unknownFlags;
  }

  private placeOf(connection: number, row: number): Place {
    const known = this.places.get(connection);
    if (known !== undefined && known.row !== noRow && known.row <= row) return known;
    const place = { row: noRow, previousRow: noRow, completeness: 0, completenessAfter: 0 };
    if (known === undefined && this.places.size >= mostPlaces) this.places.clear();
    this.places.set(connection, place);
    return place;
  }

  /** Goes to the next segment or quote of a header. @returns false behind the last */
  private step(place: Place, first: number): boolean {
    const { store, segment } = this;
    const passed = place.row;
    do {
      place.row = place.row === noRow ? first : store.get('nextInStream', place.row);
      if (place.row === 0 && passed !== noRow) return false;
    } while (!store.has(place.row, RowFlag.tcp) && !this.quotesHeader(place.row));
    place.previousRow = passed;
    const { row } = place;
    const isSegment = store.has(row, RowFlag.tcp);
    if (isSegment) segment.read(store, row, this.tracker.options);
    else segment.quote(row, this.tracker.quoted.tcpFlags(row));
    const isFirst = passed === noRow;
    const reusesPorts = isFirst && isSegment && (store.get('analysis', row) & AnalysisFlag.reusedPorts) !== 0;
    const before = place.completenessAfter;
    place.completeness = reusesPorts ? Completeness.syn : before;
    place.completenessAfter = completenessAfter(before, segment, isFirst, reusesPorts);
    return true;
  }
}
