import { absent, type PacketSummary, uncaptured } from '../packet-summary';
import { RowNotes } from './row-notes';

const none = 0xff;
const cut = 0xfe;
const sackPermittedBit = 1 << 24;
const timestampsBit = 1 << 25;
const hasMaximumSegmentSizeBit = 1 << 26;
const hasCookieBit = 1 << 27;

/** The options of SYNs, and the SACK blocks of the few segments that carry any: what the store has no column for. */
export class TcpOptions {
  private readonly handshakes = new RowNotes();
  private readonly blocks = new RowNotes();
  private readonly words = new Uint32Array(2);

  get byteSize(): number {
    return this.handshakes.byteSize + this.blocks.byteSize;
  }

  /** Keeps the options of a SYN. */
  addHandshake(row: number, summary: PacketSummary): void {
    const { maximumSegmentSize, windowScale, fastOpenCookie } = summary;
    let word = scaleWord(windowScale);
    if (summary.sackPermitted) word |= sackPermittedBit;
    if (summary.hasTimestamps) word |= timestampsBit;
    if (maximumSegmentSize !== absent) word |= hasMaximumSegmentSizeBit | maximumSegmentSize;
    if (fastOpenCookie !== absent) word |= hasCookieBit;
    this.words[0] = word;
    this.words[1] = fastOpenCookie;
    this.handshakes.add(row, this.words, fastOpenCookie === absent ? 1 : 2);
  }

  /** Keeps the SACK blocks of a segment: left edges at even, right edges at odd places. */
  addBlocks(row: number, edges: Uint32Array, count: number): void {
    this.blocks.add(row, edges, count * 2);
  }

  /** Number of SACK blocks of a segment. */
  blockCount(row: number): number {
    return this.blocks.count(row) / 2;
  }

  blockEdge(row: number, index: number): number {
    return this.blocks.word(row, index);
  }

  hasHandshake(row: number): boolean {
    return this.handshakes.count(row) > 0;
  }

  /** The shift; `absent` or `uncaptured` where there is none to be read. */
  windowScale(row: number): number {
    const scale = this.hasHandshake(row) ? (this.handshakes.word(row, 0) >>> 16) & 0xff : none;
    return scale === none ? absent : scale === cut ? uncaptured : scale;
  }

  maximumSegmentSize(row: number): number {
    const word = this.handshakes.word(row, 0);
    return word & hasMaximumSegmentSizeBit ? word & 0xffff : absent;
  }

  sackPermitted(row: number): boolean {
    return (this.handshakes.word(row, 0) & sackPermittedBit) !== 0;
  }

  timestamps(row: number): boolean {
    return (this.handshakes.word(row, 0) & timestampsBit) !== 0;
  }

  /** Length of the Fast Open cookie, 0 for a request, `absent` without the option. */
  fastOpenCookie(row: number): number {
    return this.handshakes.word(row, 0) & hasCookieBit ? this.handshakes.word(row, 1) : absent;
  }
}

function scaleWord(windowScale: number): number {
  if (windowScale === absent) return none << 16;
  return (windowScale === uncaptured ? cut : Math.min(windowScale, cut - 1)) << 16;
}
