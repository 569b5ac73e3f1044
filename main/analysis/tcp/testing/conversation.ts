import { AddressFamily, PacketSummary, Transport } from '../../packet-summary';
import { PacketStore } from '../../store/packet-store';
import { TcpFlag, UnreadSegment } from '../../transport/tcp-flags';
import { AnalysisFlag, type AnalysisFlagName } from '../analysis-flag';
import { type ConnectionDescription, describeConnection } from '../connections';
import type { SegmentFact } from '../segment-fact';
import { SegmentFacts } from '../segment-facts';
import { clientState, serverState, type TcpStateName, tcpStateName } from '../tcp-state';
import { ConnectionTracker } from '../tracker';

type End = 'client' | 'server';

/** What of a segment is not ordinary; an ordinary one is the next in its end's numbers and acknowledges all that came. */
export interface Unusual {
  /** Counted from the initial sequence number, which is 0. */
  readonly sequence?: number;
  /** Counted likewise from that of the other end. */
  readonly acknowledges?: number;
  readonly window?: number;
  readonly windowScale?: number;
  readonly sack?: readonly (readonly [number, number])[];
  readonly fastOpenCookie?: number;
  readonly multipath?: number;
  readonly mss?: number;
  readonly length?: number;
  /** The segment does not count for what the ends know: the other one never got it. */
  readonly lost?: boolean;
}

/** Small letters: a header longer than its segment, and what flags it claims. */
const letters: Readonly<Record<string, number>> = {
  S: TcpFlag.syn,
  A: TcpFlag.ack,
  F: TcpFlag.fin,
  R: TcpFlag.rst,
  P: TcpFlag.psh,
  l: UnreadSegment.whole,
  s: UnreadSegment.syn,
  a: UnreadSegment.ack,
};

/**
 * Segments between a client and a server written out by hand, as they pass the capture point. Reads like sentences:
 * `new Conversation().opens().client('A', { length: 100 }).later(0.3).client('A', { sequence: 1, length: 100 })`.
 */
export class Conversation {
  readonly store = new PacketStore();
  readonly tracker = new ConnectionTracker(this.store);
  private readonly summary = new PacketSummary();
  private readonly addresses = Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2);
  private readonly next: Record<End, number> = { client: 0, server: 0 };
  private readonly received: Record<End, number> = { client: 0, server: 0 };
  private nanoseconds = 1_700_000_000_000_000_000n;

  constructor(
    private readonly initial: Record<End, number> = { client: 1000, server: 5000 },
    private readonly ports: Record<End, number> = { client: 40000, server: 80 },
  ) {}

  /** Lets seconds pass. */
  later(seconds: number): this {
    this.nanoseconds += BigInt(Math.round(seconds * 1e9));
    return this;
  }

  /** The three-way handshake, 10 ms a way. */
  opens(unusual: Unusual = {}): this {
    return this.client('S', unusual).later(0.01).server('SA', unusual).later(0.01).client('A').later(0.01);
  }

  client(flags: string, unusual: Unusual = {}): this {
    return this.send('client', flags, unusual);
  }

  server(flags: string, unusual: Unusual = {}): this {
    return this.send('server', flags, unusual);
  }

  /** An ICMP error that quotes a segment of the client. */
  icmpQuotes(sequence: number, flags?: string): number {
    this.summary.reset();
    const row = this.store.append(this.frame(60), this.summary, false);
    const id = (at: number): number => this.store.addresses.intern(this.addresses, at, AddressFamily.ipv4);
    const bits = flags === undefined ? undefined : flagBits(flags);
    const { client, server } = this.ports;
    return this.tracker.quote(row, Transport.tcp, id(0), id(4), client, server, bits, this.initial.client + sequence);
  }

  /** Names of the verdicts on the packet sent last, or on that of a number. */
  verdicts(packet = this.store.count): AnalysisFlagName[] {
    const flags = this.store.get('analysis', packet - 1);
    return (Object.keys(AnalysisFlag) as AnalysisFlagName[]).filter((name) => flags & AnalysisFlag[name]);
  }

  fact(packet = this.store.count): SegmentFact {
    const fact = new SegmentFacts(this.store, this.tracker).at(packet - 1);
    if (fact === null) throw new Error(`packet ${packet} is no segment`);
    return fact;
  }

  /** States of client and server behind the packet sent last, or that of a number. */
  states(packet = this.store.count): [TcpStateName, TcpStateName] {
    const states = this.store.get('states', packet - 1);
    return [tcpStateName(clientState(states)), tcpStateName(serverState(states))];
  }

  /** What `connections --json` says of a connection. */
  description(stream = 0): ConnectionDescription {
    return describeConnection(this.store, this.tracker, stream);
  }

  /** The states that an end went through. */
  path(end: End, stream = 0): TcpStateName[] {
    return this.description(stream).states[end].map((each) => each.state);
  }

  private send(end: End, flags: string, unusual: Unusual): this {
    const other = end === 'client' ? 'server' : 'client';
    const { summary } = this;
    const bits = flagBits(flags);
    const length = unusual.length ?? 0;
    const sequence = unusual.sequence ?? this.next[end];
    summary.reset();
    summary.setAddresses(AddressFamily.ipv4, this.addresses, end === 'client' ? 0 : 4, end === 'client' ? 4 : 0);
    summary.transport = Transport.tcp;
    summary.hasPorts = true;
    summary.sourcePort = this.ports[end];
    summary.destinationPort = this.ports[other];
    summary.sequence = (this.initial[end] + sequence) >>> 0;
    summary.acknowledgment =
      bits & TcpFlag.ack ? (this.initial[other] + (unusual.acknowledges ?? this.received[end])) >>> 0 : 0;
    summary.tcpFlags = bits;
    summary.window = unusual.window ?? 1000;
    summary.payloadLength = length;
    summary.windowScale = unusual.windowScale ?? -1;
    summary.maximumSegmentSize = unusual.mss ?? -1;
    summary.fastOpenCookie = unusual.fastOpenCookie ?? -1;
    summary.multipath = unusual.multipath ?? 0;
    for (const [left, right] of unusual.sack ?? []) {
      summary.sackEdges[2 * summary.sackCount] = this.initial[other] + left;
      summary.sackEdges[2 * summary.sackCount++ + 1] = this.initial[other] + right;
    }
    const after = sequence + length + (bits & (TcpFlag.syn | TcpFlag.fin) ? 1 : 0);
    this.next[end] = Math.max(this.next[end], after);
    if (!unusual.lost) this.received[other] = Math.max(this.received[other], after);
    this.tracker.add(this.store.append(this.frame(54 + length), summary, false), summary);
    return this;
  }

  private frame(length: number) {
    return {
      fileOffset: 0,
      seconds: Number(this.nanoseconds / 1_000_000_000n),
      nanoseconds: Number(this.nanoseconds % 1_000_000_000n),
      hasTime: true,
      capturedLength: length,
      originalLength: length,
      interface: 0,
    };
  }
}

const flagBits = (flags: string): number => [...flags].reduce((bits, letter) => bits | (letters[letter] ?? 0), 0);
