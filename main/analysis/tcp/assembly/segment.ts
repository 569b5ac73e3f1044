import { TcpFlag, UnreadSegment } from './constants';

export const openOrClose: i32 = TcpFlag.syn | TcpFlag.fin | TcpFlag.rst;

/** One TCP segment in the hands of the analysis, as `Segment` of the other side. There is only one. */
@unmanaged
export class Segment {
  row: i32;
  fromServer: i32;
  sequence: i32;
  acknowledgment: i32;
  flags: i32;
  length: i32;
  end: i32;
  window: i32;
  windowScale: i32;
  fastOpenCookie: i32;
  multipath: i32;
  bringsNewOption: i32;

  get isSyn(): bool {
    return (this.flags & TcpFlag.syn) != 0;
  }

  get isFin(): bool {
    return (this.flags & TcpFlag.fin) != 0;
  }

  get isReset(): bool {
    return (this.flags & TcpFlag.rst) != 0;
  }

  get acknowledges(): bool {
    return (this.flags & TcpFlag.ack) != 0;
  }

  get isUnreadable(): bool {
    return (this.flags & UnreadSegment.whole) != 0;
  }

  get claimedFlags(): i32 {
    const flags = this.flags;
    const syn = flags & UnreadSegment.syn ? TcpFlag.syn : 0;
    const ack = flags & UnreadSegment.ack ? TcpFlag.ack : 0;
    return flags | syn | ack;
  }

  get opensOrCloses(): bool {
    return (this.flags & openOrClose) != 0;
  }
}

export const segment = changetype<Segment>(memory.data(64));
