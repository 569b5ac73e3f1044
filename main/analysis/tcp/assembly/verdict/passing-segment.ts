import { RowFlag, TcpFlag } from '../constants';

/** One segment as it passed the capture point. The other side lays it out, in the order of `PassingRows`. */
@unmanaged
export class PassingSegment {
  /** Nanoseconds since the connection's first row; 0 without a time. */
  time: f64;
  row: i32;
  nextRow: i32;
  /** `RowFlag` bits. An ICMP error may stand in a connection's list, too. */
  rowFlags: i32;
  flags: i32;
  /** Payload bytes. */
  length: i32;
  sequence: i32;
  acknowledgment: i32;
  window: i32;
  /** `AnalysisFlag` bits. */
  analysis: i32;
  /** IPv4 identification; 0 where there is none, and where the stack leaves it 0 (RFC 6864 §4.1). */
  identification: i32;
  timestampValue: i32;
  timestampEcho: i32;
  timeToLive: i32;
  interface: i32;

  get isSegment(): bool {
    return (this.rowFlags & RowFlag.tcp) != 0;
  }

  get fromServer(): bool {
    return (this.rowFlags & RowFlag.fromServer) != 0;
  }

  get hasTimestamps(): bool {
    return (this.rowFlags & RowFlag.hasTimestamps) != 0;
  }

  /** Sequence numbers taken: payload, SYN and FIN (RFC 9293 §3.4). */
  get taken(): i32 {
    return this.length + popcnt(this.flags & (TcpFlag.syn | TcpFlag.fin));
  }

  get acknowledges(): bool {
    return (this.flags & TcpFlag.ack) != 0;
  }

  get isSyn(): bool {
    return (this.flags & TcpFlag.syn) != 0;
  }

  get isReset(): bool {
    return (this.flags & TcpFlag.rst) != 0;
  }
}

export const segmentBytes: usize = 64;
