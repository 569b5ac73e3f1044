import { Dissection, type Frame } from '../dissection';
import type { DissectionContext, FragmentStore } from '../dissection-context';
import type { FieldValue } from '../fields/field';
import { type FieldNode, visitNodes } from '../fields/field-node';
import { PacketScan } from '../packet-scan';
import type { PacketSummary } from '../packet-summary';
import { createRegistry } from '../protocols';
import type { DecodeAs, Registry } from '../registry';

/** What a test may say of the frame and its surroundings; the rest is plain. */
export interface DissectOptions {
  readonly number?: number;
  readonly originalLength?: number;
  readonly verifyChecksums?: boolean;
  readonly fragments?: FragmentStore;
  readonly decodeAs?: readonly DecodeAs[];
}

export const LinkType = { ethernet: 1, rawIp: 101, ipv4: 228, ipv6: 229 } as const;

const nothingReassembled: FragmentStore = { add: () => ({ kind: 'pending' }) };
let plainRegistry: Registry | null = null;

function registryFor(decodeAs: readonly DecodeAs[] | undefined): Registry {
  if (decodeAs !== undefined) return createRegistry(decodeAs);
  plainRegistry ??= createRegistry();
  return plainRegistry;
}

/** Reads bytes as one frame of a capture, into a tree. */
export function dissectBytes(
  bytes: Uint8Array,
  linkType: number = LinkType.ethernet,
  options: DissectOptions = {},
): Dissection {
  const registry = registryFor(options.decodeAs);
  const context: DissectionContext = {
    registry,
    verifyChecksums: options.verifyChecksums ?? false,
    fragments: options.fragments ?? nothingReassembled,
    connections: null,
    messages: null,
  };
  const frame: Frame = {
    number: options.number ?? 1,
    capturedLength: bytes.length,
    originalLength: options.originalLength ?? bytes.length,
    seconds: 1_700_000_000,
    nanoseconds: 0,
    hasTime: true,
    linkType,
    interface: 0,
    interfaceName: '',
    comments: [],
    sinceFirst: 0n,
    sincePrevious: 0n,
    marked: false,
  };
  const dissection = new Dissection(context, frame, bytes);
  registry.frameProtocol.dissect(dissection, 0, bytes.length);
  return dissection;
}

/** Reads the same bytes in the hot lane. @returns null where the scan leaves them to the dissector */
export function scanBytes(
  bytes: Uint8Array,
  linkType: number = LinkType.ethernet,
  originalLength = bytes.length,
): PacketSummary | null {
  const scan = new PacketScan(registryFor(undefined));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return scan.read(bytes, view, 0, bytes.length, originalLength, linkType) ? scan : null;
}

/** What both readings must agree on, as a plain object. */
export function summaryFacts(summary: PacketSummary): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  const { addressBytes, addressFamily, sourceAt, destinationAt } = summary;
  const length = addressFamily === 0 ? 0 : addressFamily === 4 ? 4 : addressFamily === 6 ? 16 : 6;
  facts.protocol = registryFor(undefined).at(summary.protocol).name;
  facts.source = [...addressBytes.subarray(sourceAt, sourceAt + length)];
  facts.destination = [...addressBytes.subarray(destinationAt, destinationAt + length)];
  for (const name of summaryNumbers) facts[name] = summary[name];
  facts.sackEdges = [...summary.sackEdges.subarray(0, 2 * summary.sackCount)];
  return facts;
}

const summaryNumbers = [
  'addressFamily',
  'transport',
  'hasPorts',
  'sourcePort',
  'destinationPort',
  'ipIdentification',
  'timeToLive',
  'payloadStart',
  'payloadLength',
  'sequence',
  'acknowledgment',
  'tcpFlags',
  'window',
  'maximumSegmentSize',
  'windowScale',
  'sackPermitted',
  'hasTimestamps',
  'timestampValue',
  'timestampEcho',
  'sackCount',
  'fastOpenCookie',
  'multipath',
] as const satisfies readonly (keyof PacketSummary)[];

/** Every node of that field, outermost first. */
export function nodesOf(dissection: Dissection, name: string): FieldNode[] {
  const found: FieldNode[] = [];
  visitNodes(dissection.roots, (node) => {
    if (node.field.name === name) found.push(node);
  });
  return found;
}

/** Values of every node of that field; addresses and other bytes as hexadecimal, IPv4 as dotted text. */
export const valuesOf = (dissection: Dissection, name: string): unknown[] =>
  nodesOf(dissection, name).map((node) => plain(node.field.type, node.value));

/** The first of them; undefined without one. */
export const firstValue = (dissection: Dissection, name: string): unknown => valuesOf(dissection, name)[0];

function plain(type: string, value: FieldValue): unknown {
  if (value instanceof Uint8Array) return Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join('');
  if (type !== 'ipv4' || typeof value !== 'number') return value;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** Bytes of hexadecimal digits; spaces and line ends are for the reader. */
export function hexBytes(text: string): Uint8Array {
  const digits = text.replaceAll(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/**
 * Reads a packet cut after every byte, first as a capture that kept less than there was, then as a frame that was that short,
 * and requires that nothing throws and that the scan agrees with the dissector or leaves the packet to it.
 * @returns number of faults met, so that a test can see that the cuts were noticed
 */
export function readEveryTruncation(bytes: Uint8Array, linkType: number = LinkType.ethernet): number {
  let faults = 0;
  for (let length = 0; length < bytes.length; length++) {
    for (const originalLength of [bytes.length, length]) {
      const cut = bytes.slice(0, length);
      const dissection = dissectBytes(cut, linkType, { originalLength });
      faults += dissection.faults.length;
      const scan = scanBytes(cut, linkType, originalLength);
      if (scan === null) continue;
      const [one, other] = [summaryFacts(scan), summaryFacts(dissection.summary)];
      if (JSON.stringify(one) !== JSON.stringify(other)) {
        throw new Error(`cut at ${length}: scan ${JSON.stringify(one)}, dissector ${JSON.stringify(other)}`);
      }
    }
  }
  return faults;
}
