import { AnalysisFlag } from '../analysis-flag';
import { ConnectionWord, EndWord, identificationShift, StateBit } from '../connection-record';
import type { RecordTable } from '../record-table';
import type { Segment } from '../segment';
import { identificationDistance } from './sending-order';

const odd =
  AnalysisFlag.retransmission |
  AnalysisFlag.fastRetransmission |
  AnalysisFlag.spuriousRetransmission |
  AnalysisFlag.outOfOrder;
/** Packets that a loss takes at once, at most. More is no gap but another way of numbering. */
const widestGap = 64;

/**
 * The connections in which anything may want a verdict of ours, found by one look at each segment while it is followed: what
 * Wireshark's rules say of it, an IP identification that comes twice, or one that skips where the data does not.
 */
export class Suspects {
  /** Connections that have become suspect or gained segments since `take`. */
  private changed: number[] = [];

  constructor(private readonly records: RecordTable) {}

  /**
   * Looks at the next segment of a connection.
   * @param memory words of the connection's record, the first at `record`
   * @param verdicts `AnalysisFlag` bits of the segment
   * @param identification IPv4 identification; 0 where there is none
   */
  look(
    connection: number,
    memory: Int32Array,
    record: number,
    segment: Segment,
    verdicts: number,
    identification: number,
  ): void {
    const client = record + ConnectionWord.clientEnd + EndWord.state;
    const own = segment.fromServer ? record + ConnectionWord.serverEnd + EndWord.state : client;
    let isSuspect = (verdicts & odd) !== 0 || ((verdicts & AnalysisFlag.keepAlive) !== 0 && segment.length > 0);
    if (identification !== 0) isSuspect = this.skips(memory, own, identification, segment.length) || isSuspect;
    const word = (memory[client] as number) | (isSuspect ? StateBit.suspect : 0);
    if ((word & (StateBit.suspect | StateBit.listed)) !== StateBit.suspect) return;
    memory[client] = word | StateBit.listed;
    this.changed.push(connection);
  }

  /** The suspects that have changed since the last call. */
  take(): number[] {
    const { changed, records } = this;
    for (const connection of changed) {
      const word = ConnectionWord.clientEnd + EndWord.state;
      records.set(connection, word, records.get(connection, word) & ~StateBit.listed);
    }
    this.changed = [];
    return changed;
  }

  /** Only an end that has counted by one, as often as two bits can tell, is believed to have skipped. @returns whether it has */
  private skips(memory: Int32Array, end: number, identification: number, length: number): boolean {
    const word = memory[end] as number;
    const last = word >>> identificationShift;
    const kept = (word & 0xffff) | (identification << identificationShift);
    const step = identificationDistance(identification, last);
    const ones = word & StateBit.countsByOne;
    if (last === 0 || (step === 1 && ones === StateBit.countsByOne)) {
      memory[end] = kept;
      return false;
    }
    if (step === 1) {
      memory[end] = kept + StateBit.countedOnce;
      return false;
    }
    if (ones === StateBit.countsByOne && step >= -widestGap && step <= widestGap) {
      memory[end] = kept;
      return step <= 0 || length > 0;
    }
    memory[end] = kept & ~StateBit.countsByOne;
    return false;
  }
}
