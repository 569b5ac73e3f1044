import type { PacketRecord } from '../../files/packet-record';

interface Timestamp {
  seconds: number;
  nanoseconds: number;
}

const isBefore = (seconds: number, nanoseconds: number, than: Timestamp): boolean =>
  seconds < than.seconds || (seconds === than.seconds && nanoseconds < than.nanoseconds);

/** What is summed up over a capture's packets. */
export class CaptureTotals {
  /** Packets by interface. */
  interfacePackets: number[] = [];
  capturedBytes = 0;
  /** Times of the capture's span; packets need not be in the order of their times. */
  earliest: Timestamp | null = null;
  latest: Timestamp | null = null;

  count(record: PacketRecord): void {
    this.interfacePackets[record.interface] = (this.interfacePackets[record.interface] ?? 0) + 1;
    this.capturedBytes += record.capturedLength;
    if (record.hasTime) this.span(record.seconds, record.nanoseconds);
  }

  private span(seconds: number, nanoseconds: number): void {
    const { earliest, latest } = this;
    if (earliest === null || isBefore(seconds, nanoseconds, earliest)) this.earliest = { seconds, nanoseconds };
    if (latest === null) this.latest = { seconds, nanoseconds };
    else if (!isBefore(seconds, nanoseconds, latest)) {
      latest.seconds = seconds;
      latest.nanoseconds = nanoseconds;
    }
  }
}
