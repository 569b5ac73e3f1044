import { AddressFamily, absent, PacketSummary, Transport } from '../../../packet-summary';
import { PacketStore } from '../../../store/packet-store';
import { TcpFlag } from '../../../transport/tcp-flags';
import { ConnectionTracker } from '../../tracker';
import { verdictNames } from '../verdict-code';
import { VerdictDetails } from '../verdict-details';
import { VerdictPass } from '../verdict-pass';

/** What both ends can do, and what the capture shows of them. */
export interface Abilities {
  readonly sack?: boolean;
  readonly timestamps?: boolean;
  /** False: IPv6, or a stack that leaves the identification 0. */
  readonly identification?: boolean;
  /** Milliseconds from the capture point to each end. */
  readonly toSender?: number;
  readonly toReceiver?: number;
  readonly initialSequence?: number;
}

export interface Segment {
  /** When it was sent, which its timestamp tells; default: now, less the way here. */
  readonly sentAt?: number;
  readonly identification?: number;
  readonly echo?: number;
  readonly length?: number;
  readonly sack?: readonly (readonly [number, number])[];
  readonly timeToLive?: number;
}

const bytesEach = 100;
const letters: Readonly<Record<string, number>> = { S: TcpFlag.syn, A: TcpFlag.ack, F: TcpFlag.fin, R: TcpFlag.rst };

/**
 * What a capture point sees of a sender's data, written out by hand: segment 0, 1, 2 … of 100 bytes each, and a receiver's
 * acknowledgments, at milliseconds since the beginning. `new Recording().at(50).data(0).at(70).acknowledges(1)`.
 */
export class Recording {
  readonly store = new PacketStore();
  readonly tracker = new ConnectionTracker(this.store);
  private readonly summary = new PacketSummary();
  private readonly addresses = Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2);
  private readonly abilities: Required<Abilities>;
  private readonly identifications = { sender: 100, receiver: 700 };
  private echoes = { sender: 0, receiver: 0 };
  private milliseconds = 0;

  /** Begins with a handshake, unless `midstream`. The sender is the client. */
  constructor(abilities: Abilities = {}, midstream = false) {
    const usual = {
      sack: true,
      timestamps: true,
      identification: true,
      toSender: 0,
      toReceiver: 10,
      initialSequence: 4e9,
    };
    this.abilities = { ...usual, ...abilities };
    if (midstream) return;
    const { toSender, toReceiver } = this.abilities;
    this.send('sender', 'S', -1, {});
    this.at(2 * toReceiver).send('receiver', 'SA', -1, {});
    this.at(2 * (toReceiver + toSender)).send('sender', 'A', 0, {});
  }

  at(milliseconds: number): this {
    this.milliseconds = milliseconds;
    return this;
  }

  data(index: number, segment: Segment = {}): this {
    return this.send('sender', 'A', index * bytesEach, { length: bytesEach, ...segment });
  }

  /** A segment with these flags of the sender, numbered like data; -1 for the SYN. */
  control(flags: string, index: number, segment: Segment = {}): this {
    return this.send('sender', flags, index < 0 ? -1 : index * bytesEach, segment);
  }

  /** All segments before that index have come; `sack` names index ranges that have come beyond. */
  acknowledges(index: number, segment: Segment = {}): this {
    return this.send('receiver', 'A', 0, segment, index * bytesEach);
  }

  /** The receiver's next packet is lost before it comes here. */
  losesAcknowledgment(): this {
    this.identifications.receiver++;
    return this;
  }

  /** The sender's next packet is lost before it comes here. */
  losesData(packets = 1): this {
    this.identifications.sender += packets;
    return this;
  }

  /** Verdicts of all packets behind the handshake, by packet number; those without one are left out. */
  verdicts(): Record<number, string> {
    const pass = new VerdictPass(this.tracker);
    while (pass.slice(50));
    const verdicts: Record<number, string> = {};
    for (let row = 0; row < this.store.count; row++) {
      const verdict = verdictNames[this.store.get('verdict', row)];
      if (verdict) verdicts[row + 1] = verdict;
    }
    return verdicts;
  }

  /** What is told of a packet that has a verdict. Call `verdicts` before. */
  fact(packet: number) {
    const fact = new VerdictDetails(this.tracker).at(packet - 1);
    if (fact === null) throw new Error(`packet ${packet} has no verdict`);
    return fact;
  }

  /** A router between the two could not pass on that data, and says so, with an error that quotes its header. */
  reportsDropped(index: number): this {
    const { summary, abilities, addresses, tracker, store } = this;
    summary.reset();
    summary.setAddresses(AddressFamily.ipv4, Uint8Array.of(10, 0, 9, 9, 10, 0, 0, 1), 0, 4);
    const row = store.append(this.frame(), summary, true);
    const [sender, receiver] = [store.addresses.intern(addresses, 0, 4), store.addresses.intern(addresses, 4, 4)];
    const sequence = (abilities.initialSequence + index * bytesEach + 1) >>> 0;
    tracker.quote(row, Transport.tcp, sender, receiver, 40_000, 80, TcpFlag.ack, sequence);
    return this;
  }

  private send(from: 'sender' | 'receiver', flags: string, position: number, segment: Segment, acknowledged = 0): this {
    const { summary, abilities, addresses } = this;
    const isData = from === 'sender';
    const bits = [...flags].reduce((all, letter) => all | (letters[letter] ?? 0), 0);
    const isSyn = (bits & TcpFlag.syn) !== 0;
    summary.reset();
    summary.setAddresses(AddressFamily.ipv4, addresses, isData ? 0 : 4, isData ? 4 : 0);
    summary.transport = Transport.tcp;
    summary.hasPorts = true;
    summary.sourcePort = isData ? 40_000 : 80;
    summary.destinationPort = isData ? 80 : 40_000;
    const own = isData ? abilities.initialSequence : 9_000;
    const other = isData ? 9_000 : abilities.initialSequence;
    summary.sequence = (own + (isSyn ? 0 : position + 1)) >>> 0;
    summary.acknowledgment = bits & TcpFlag.ack ? (other + acknowledged + 1) >>> 0 : 0;
    summary.tcpFlags = bits;
    summary.window = 1_000;
    summary.payloadLength = segment.length ?? 0;
    summary.timeToLive = segment.timeToLive ?? 64;
    summary.sackPermitted = isSyn && abilities.sack;
    summary.ipIdentification = abilities.identification
      ? (segment.identification ?? this.identifications[from]++)
      : absent;
    this.stamp(from, segment);
    for (const [left, right] of segment.sack ?? []) {
      summary.sackEdges[2 * summary.sackCount] = other + 1 + left * bytesEach;
      summary.sackEdges[2 * summary.sackCount++ + 1] = other + 1 + right * bytesEach;
    }
    this.tracker.add(this.store.append(this.frame(), summary, false), summary);
    return this;
  }

  /** Timestamps are milliseconds of the sending end's clock; an end echoes the latest that it has got, unless told. */
  private stamp(from: 'sender' | 'receiver', segment: Segment): void {
    const { summary, abilities, milliseconds } = this;
    summary.hasTimestamps = abilities.timestamps;
    if (!abilities.timestamps) return;
    const way = from === 'sender' ? abilities.toSender : abilities.toReceiver;
    summary.timestampValue = 1_000 + (segment.sentAt ?? milliseconds - way);
    const to = from === 'sender' ? 'receiver' : 'sender';
    summary.timestampEcho = segment.echo === undefined ? this.echoes[from] : 1_000 + segment.echo;
    this.echoes = { ...this.echoes, [to]: Math.max(this.echoes[to], summary.timestampValue) };
  }

  private frame() {
    const nanoseconds = Math.round(this.milliseconds * 1e6);
    return {
      fileOffset: 0,
      seconds: 1_700_000_000 + Math.floor(nanoseconds / 1e9),
      nanoseconds: nanoseconds % 1e9,
      hasTime: true,
      capturedLength: 66,
      originalLength: 66,
      interface: 0,
    };
  }
}

/** A capture next to the receiver. Packets 1 to 3 of a recording are the handshake; the round trip is 20 ms. */
export const atReceiver: Abilities = { toSender: 10, toReceiver: 0 };

/** Segments 0 to 3 pass, 20 ms after the beginning. */
export const flight = (abilities?: Abilities): Recording =>
  new Recording(abilities).at(30).data(0).data(1).data(2).data(3);
