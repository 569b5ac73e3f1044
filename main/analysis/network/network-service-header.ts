import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 8300 §2: base header, service path header, then context of fixed or of variable length.
const baseLength = 8;
const fixedContext = 1;
const contextLength = 4;
const nextProtocols = { 1: 'IPv4', 2: 'IPv6', 3: 'Ethernet', 4: 'Network Service Header', 5: 'MPLS' };
const nextEtherTypes: Readonly<Record<number, number>> = { 1: 0x0800, 2: 0x86dd, 3: 0x6558, 4: 0x894f, 5: 0x8847 };

const fields = {
  version: field('nsh.version', 'uint16', 'Version', 'Always 0', { base: 'dec-hex', mask: 0xc000 }),
  operations: field('nsh.Obit', 'uint16', 'Operations bit', 'An OAM packet', { mask: 0x2000 }),
  timeToLive: field('nsh.ttl', 'uint16', 'TTL', 'Service functions left', { base: 'hex', mask: 0x0fc0 }),
  length: field('nsh.length', 'uint16', 'Length', 'In units of four bytes', { base: 'dec-hex', mask: 0x003f }),
  metadataType: field('nsh.mdtype', 'uint8', 'Metadata type', '1 fixed, 2 variable', { base: 'dec-hex' }),
  next: field('nsh.nextproto', 'uint8', 'Next protocol', 'Protocol of the payload', {
    base: 'dec-hex',
    values: nextProtocols,
  }),
  path: field('nsh.spi', 'uint24', 'Service path', 'Path of service functions', { base: 'dec-hex' }),
  index: field('nsh.si', 'uint8', 'Service index', 'Place on the path', { base: 'dec-hex' }),
  context: field('nsh.contextheader', 'bytes', 'Context', 'Four bytes of metadata'),
  metadata: field('nsh.metadata', 'bytes', 'Metadata', 'Of variable length'),
} as const;

export const networkServiceHeader = protocol({
  name: 'nsh',
  short: 'NSH',
  title: 'Network Service Header',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x894f] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(networkServiceHeader);
    const head = dissection.begin(networkServiceHeader, start, baseLength);
    const base = dissection.peek(start, 2);
    dissection.bits(fields.version, start, 2, base);
    dissection.bits(fields.operations, start, 2, base);
    dissection.bits(fields.timeToLive, start, 2, base);
    const length = dissection.bits(fields.length, start, 2, base) * 4;
    const kind = dissection.number(fields.metadataType, start + 2, 1);
    const next = dissection.number(fields.next, start + 3, 1);
    const path = dissection.number(fields.path, start + 4, 3);
    const index = dissection.number(fields.index, start + 7, 1);
    dissection.describe(() => `Path ${path}, index ${index}`);
    head.length = length;
    if (length < baseLength) dissection.malformed(start, `length ${length} where at least ${baseLength} must be`);
    else if (kind === fixedContext) addContext(dissection, start + baseLength, start + length);
    else if (length > baseLength) dissection.octets(fields.metadata, start + baseLength, length - baseLength);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + length;
    if (complete && !dissection.next('ethertype', nextEtherTypes[next] ?? 0, payload, end)) {
      dissection.data(payload, end);
    }
  },
});

function addContext(dissection: Dissection, start: number, end: number): void {
  for (let at = start; at + contextLength <= end && !dissection.failed; at += contextLength) {
    dissection.octets(fields.context, at, contextLength);
  }
}
