import { grown } from '../../analysis/grown-array';
import type { RowFollower } from '../../analysis/loader';
import { PacketSummary, Transport } from '../../analysis/packet-summary';
import { unknownFlags } from '../../analysis/tcp/quoted-packets';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import { TcpFlag } from '../../analysis/transport/tcp-flags';

/** An event is its kind, its row and as many numbers more, sequence numbers as signed integers. */
const Event = { handshake: 1, blocks: 2, enclosing: 3, quote: 4, multipath: 5 } as const;

/** Keeps what a loader tells of its rows beside the columns, for the tracker of another thread. */
export class RowEvents implements RowFollower {
  private words = new Int32Array(64);
  private size = 0;

  /** What was kept since the last call. */
  take(): Int32Array {
    const taken = this.words.slice(0, this.size);
    this.size = 0;
    return taken;
  }

  note(row: number, summary: PacketSummary): void {
    if (summary.transport !== Transport.tcp) return;
    if (summary.tcpFlags & TcpFlag.syn) {
      const { maximumSegmentSize, windowScale, sackPermitted, hasTimestamps, fastOpenCookie } = summary;
      const agreed = (sackPermitted ? 1 : 0) | (hasTimestamps ? 2 : 0);
      this.begin(Event.handshake, row);
      this.put(maximumSegmentSize);
      this.put(windowScale);
      this.put(agreed);
      this.put(fastOpenCookie);
    }
    if (summary.multipath !== 0) {
      this.begin(Event.multipath, row);
      this.put(summary.multipath);
    }
    if (summary.sackCount === 0) return;
    this.begin(Event.blocks, row);
    this.put(summary.sackCount);
    for (let i = 0; i < 2 * summary.sackCount; i++) this.put(summary.sackEdges[i] as number);
  }

  settle(): void {}

  enclose(row: number, source: number, destination: number, sourcePort: number, destinationPort: number): number {
    this.begin(Event.enclosing, row);
    for (const word of [source, destination, sourcePort, destinationPort]) this.put(word);
    return this.size;
  }

  quote(
    row: number,
    transport: number,
    source: number,
    destination: number,
    sourcePort: number,
    destinationPort: number,
    tcpFlags: number = unknownFlags,
    sequence?: number,
  ): number {
    this.begin(Event.quote, row);
    for (const word of [transport, source, destination, sourcePort, destinationPort, tcpFlags]) this.put(word);
    this.put(sequence === undefined ? 0 : 1);
    this.put(sequence ?? 0);
    return this.size;
  }

  private begin(kind: number, row: number): void {
    this.put(kind);
    this.put(row);
  }

  private put(word: number): void {
    if (this.size === this.words.length) this.words = grown(this.words);
    this.words[this.size++] = word;
  }
}

/** Tells a tracker of the rows from `from` to before `to`, with the events between them in their places. */
export class RowReplay {
  private readonly summary = new PacketSummary();
  private words: Int32Array = new Int32Array(0);
  private at = 0;
  private settled = 0;

  constructor(private readonly tracker: ConnectionTracker) {}

  run(events: Int32Array, from: number, to: number): void {
    this.words = events;
    this.at = 0;
    this.settled = from;
    while (this.at < events.length) this.step(this.next(), this.next());
    this.settle(to);
  }

  private step(kind: number, row: number): void {
    const { tracker } = this;
    switch (kind) {
      case Event.handshake:
        this.handshake(row);
        return;
      case Event.blocks:
        this.blocks(row);
        return;
      case Event.multipath:
        this.multipath(row);
        return;
      case Event.enclosing:
        this.settle(row);
        tracker.enclose(row, this.next(), this.next(), this.next(), this.next());
        return;
      case Event.quote: {
        this.settle(row + 1);
        const [transport, source, destination] = [this.next(), this.next(), this.next()];
        const [sourcePort, destinationPort, flags] = [this.next(), this.next(), this.next()];
        const [isKnown, number] = [this.next(), this.next()];
        const sequence = isKnown ? number >>> 0 : undefined;
        tracker.quote(row, transport, source, destination, sourcePort, destinationPort, flags, sequence);
      }
    }
  }

  private handshake(row: number): void {
    const { summary } = this;
    summary.reset();
    summary.transport = Transport.tcp;
    summary.tcpFlags = TcpFlag.syn;
    summary.maximumSegmentSize = this.next();
    summary.windowScale = this.next();
    const agreed = this.next();
    summary.sackPermitted = (agreed & 1) !== 0;
    summary.hasTimestamps = (agreed & 2) !== 0;
    summary.fastOpenCookie = this.next();
    this.tracker.note(row, summary);
  }

  private blocks(row: number): void {
    const { summary } = this;
    summary.reset();
    summary.transport = Transport.tcp;
    summary.sackCount = this.next();
    for (let i = 0; i < 2 * summary.sackCount; i++) summary.sackEdges[i] = this.next();
    this.tracker.note(row, summary);
  }

  private multipath(row: number): void {
    const { summary } = this;
    summary.reset();
    summary.transport = Transport.tcp;
    summary.multipath = this.next();
    this.tracker.note(row, summary);
  }

  private settle(end: number): void {
    if (end <= this.settled) return;
    this.tracker.settle(this.settled, end);
    this.settled = end;
  }

  private next(): number {
    return this.words[this.at++] as number;
  }
}
