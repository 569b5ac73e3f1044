import type { Dissection } from './dissection';
import type { Field } from './fields/field';
import type { MessageFramers } from './message-framing';
import type { PacketScan } from './packet-scan';

/** Reads one header (and hands on what follows). `start` and `end` are offsets into `dissection.bytes`; see Dissection. */
export type Dissect = (dissection: Dissection, start: number, end: number) => void;

/** The hot reading of the same bytes: fills the scan's columns and hands on, without allocating. */
export type Scan = (scan: PacketScan, start: number, end: number) => void;

/** Tells by content alone whether these bytes are the protocol's. Must be cheap, and false when in doubt. */
export type Recognize = (bytes: Uint8Array, start: number, end: number) => boolean;

/** The tables that map a number in one header to the protocol that follows it. */
export type TableName =
  | 'link' // LINKTYPE_ number of the capture's interface
  | 'ethertype'
  | 'llc.dsap'
  | 'llc.snap.cisco' // protocol id under OUI 00-00-0C
  | 'llc.snap.bridged' // protocol id under OUI 00-80-C2 (RFC 2684)
  | 'linux.protocol' // what a Linux cooked capture has below 1536 in the EtherType's place
  | 'nlpid' // ISO/IEC TR 9577
  | 'ppp.protocol'
  | 'gre.protocol' // where it differs from 'ethertype', which is asked next
  | 'ip.protocol' // IPv4 protocol and IPv6 next header alike
  | 'udp.port'
  | 'tcp.port'
  | 'sctp.port'
  | 'sctp.ppid'
  | 'dccp.port'
  | 'mpls.label'
  | 'by-name'; // for a header that always has the same successor: key is ignored, see Registration.name

export interface Registration {
  readonly table: TableName;
  readonly keys: readonly number[];
}

/** Fields by the names that their dissector calls them by. */
export type FieldTable = Readonly<Record<string, Field>>;

/** Everything that one protocol's file gives to the rest. */
export interface Protocol {
  /** Number that stands for the protocol in the columns; given by `numbered`. */
  readonly index: number;
  /** Display-filter name: `tcp`. Unique. */
  readonly name: string;
  /** What the Protocol column shows: `TCP`. */
  readonly short: string;
  /** The head of its part of the field tree: `Transmission Control Protocol`. */
  readonly title: string;
  /** The protocol that it is one form of: it has that one's display-filter name in filters and trees. */
  readonly variantOf?: Protocol | undefined;
  /** Every field it can yield, the protocol's own node excepted; several tables where they stand in several files. */
  readonly fields: FieldTable | readonly FieldTable[];
  readonly dissect: Dissect;
  /** Absent: a packet that reaches this protocol is read by the dissector while loading (slower, same answers). */
  readonly scan?: Scan | undefined;
  readonly registrations?: readonly Registration[] | undefined;
  /** Finds its messages in the streams of a TCP connection. Absent: each segment is read by itself. */
  readonly stream?: (() => MessageFramers) | undefined;
  readonly recognize?: Recognition | undefined;
  /** A segment in which one of its messages begins has its layer, though the message is read with a later segment: as in tshark. */
  readonly showsBeginnings?: boolean | undefined;
  /** TCP ports at which whatever begins no message of any protocol is taken for the rest of one of its: as in tshark. */
  readonly continuesAt?: readonly number[] | undefined;
}

/** How a protocol is known by its content. */
export interface Recognition {
  /** The transports over which it is asked where no port decides. */
  readonly over: readonly ('udp' | 'tcp' | 'sctp')[];
  readonly test: Recognize;
  /** A stricter check for where no port speaks for the protocol. */
  readonly elsewhere?: Recognize | undefined;
  /** What the first byte may be, as ranges with both their ends: `test` is not asked about others. Any, unless given. */
  readonly firstBytes?: readonly (readonly [number, number])[] | undefined;
}

const unnumbered = -1;

/** Declares a protocol. All get the same properties in the same order: the engine finds them quickly then, whichever it is. */
export const protocol = (definition: Omit<Protocol, 'index'>): Protocol => {
  const { name, short, title, variantOf, fields, dissect, scan, registrations, stream, showsBeginnings, continuesAt } =
    definition;
  const recognize = definition.recognize && inOrder(definition.recognize);
  const read = { dissect, scan, registrations, stream, recognize, showsBeginnings, continuesAt };
  return { index: unnumbered, name, short, title, variantOf, fields, ...read };
};

/** Numbers protocols by their places: threads agree on them then, in whichever order a bundler put the files of each together. */
export function numbered(protocols: readonly Protocol[]): readonly Protocol[] {
  protocols.forEach((each: { index: number }, place) => {
    each.index = place;
  });
  return protocols;
}

const inOrder = ({ over, test, elsewhere, firstBytes }: Recognition): Recognition => ({
  over,
  test,
  elsewhere,
  firstBytes,
});
