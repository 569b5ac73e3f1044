import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 4380 §5.1.1: an optional authentication header, an optional origin indication, then IPv6.
const authentication = 0x0001;
const originIndication = 0x0000;
const originLength = 8;
/** Nonce and confirmation, behind the identifier and the value. */
const nonceLength = 8;
const ipv6HeaderLength = 40;
/** Port and address are written with every bit turned over, so that translators leave them alone. */
const allBits = 0xffffffff;

const fields = {
  authentication: field('teredo.auth', 'none', 'Authentication', 'Proof of who speaks'),
  identifierLength: field('teredo.auth.idlen', 'uint8', 'Identifier length', '', { unit: 'bytes' }),
  valueLength: field('teredo.auth.aulen', 'uint8', 'Value length', '', { unit: 'bytes' }),
  identifier: field('teredo.auth.id', 'bytes', 'Client identifier', 'Name of the client'),
  value: field('teredo.auth.value', 'bytes', 'Authentication value', 'Proof'),
  nonce: field('teredo.auth.nonce', 'bytes', 'Nonce', 'Random number, which the answer repeats'),
  confirmation: field('teredo.auth.conf', 'bytes', 'Confirmation', 'Whether the client needs a new key'),
  origin: field('teredo.orig', 'none', 'Origin indication', 'Where the server saw the packet come from'),
  originPort: field('teredo.orig.port', 'uint16', 'Origin port', 'UDP port, as the server saw it'),
  originAddress: field('teredo.orig.addr', 'ipv4', 'Origin address', 'Address, as the server saw it'),
} as const;

export const teredo = protocol({
  name: 'teredo',
  short: 'Teredo',
  title: 'Teredo, IPv6 over UDP',
  fields,
  registrations: [{ table: 'udp.port', keys: [3544] }],
  recognize: { over: ['udp'], test: () => true, elsewhere: isTeredo },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(teredo);
    const head = dissection.begin(teredo, start, 0);
    let at = start;
    if (dissection.peek(at, 2) === authentication) at = readAuthentication(dissection, at);
    if (dissection.peek(at, 2) === originIndication) at = readOrigin(dissection, at);
    head.length = at - start;
    const complete = !dissection.failed;
    dissection.end();
    if (complete && !dissection.next('ethertype', 0x86dd, at, end)) dissection.data(at, end);
  },

  scan(scan: PacketScan): void {
    scan.needsDissector = true;
  },
});

/** The headers, and an IPv6 packet that ends where the datagram ends. */
function isTeredo(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  const indicator = () => (at + 2 > end ? -1 : (bytes[at] as number) * 256 + (bytes[at + 1] as number));
  if (indicator() === authentication && at + 4 <= end) {
    at += 4 + (bytes[at + 2] as number) + (bytes[at + 3] as number) + nonceLength + 1;
  }
  if (indicator() === originIndication) at += originLength;
  if (at + ipv6HeaderLength > end || (bytes[at] as number) >> 4 !== 6) return false;
  const payloadLength = (bytes[at + 4] as number) * 256 + (bytes[at + 5] as number);
  return at + ipv6HeaderLength + payloadLength === end;
}

function readAuthentication(dissection: Dissection, start: number): number {
  const identifierLength = dissection.peek(start + 2, 1);
  const valueLength = dissection.peek(start + 3, 1);
  let at = start + 4;
  const end = at + identifierLength + valueLength + nonceLength + 1;
  dissection.group(fields.authentication, start, end - start);
  dissection.add(fields.identifierLength, start + 2, 1, identifierLength);
  dissection.add(fields.valueLength, start + 3, 1, valueLength);
  if (identifierLength > 0) dissection.octets(fields.identifier, at, identifierLength);
  at += identifierLength;
  if (valueLength > 0) dissection.octets(fields.value, at, valueLength);
  at += valueLength;
  dissection.octets(fields.nonce, at, nonceLength);
  dissection.octets(fields.confirmation, at + nonceLength, 1);
  dissection.end();
  return end;
}

function readOrigin(dissection: Dissection, start: number): number {
  dissection.group(fields.origin, start, originLength);
  dissection.add(fields.originPort, start + 2, 2, dissection.peek(start + 2, 2) ^ 0xffff);
  dissection.add(fields.originAddress, start + 4, 4, (dissection.peek(start + 4, 4) ^ allBits) >>> 0);
  dissection.end();
  return start + originLength;
}
