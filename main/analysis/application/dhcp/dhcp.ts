import type { Dissection } from '../../dissection';
import { field } from '../../fields/field';
import { protocol } from '../../protocol';
import { textAt } from '../text-lines';
import { type DhcpFacts, dissectDhcpOptions, messageTypes, optionFields } from './dhcp-options';

// RFC 2131 §2: a fixed header of 236 bytes, then the magic cookie 99.130.83.99 and options (RFC 2132 §2).
const fixedLength = 236;
const magicCookie = 0x63825363;
const ethernetType = 1;

const fields = {
  type: field('dhcp.type', 'uint8', 'Message type', 'Request or reply', {
    values: { 1: 'Boot Request', 2: 'Boot Reply' },
  }),
  hardwareType: field('dhcp.hw.type', 'uint8', 'Hardware type', 'Kind of hardware address', { base: 'hex' }),
  hardwareLength: field('dhcp.hw.len', 'uint8', 'Hardware address length', 'Bytes of the hardware address'),
  hops: field('dhcp.hops', 'uint8', 'Hops', 'Relay agents passed'),
  transactionId: field('dhcp.id', 'uint32', 'Transaction id', 'Pairs replies with requests', { base: 'hex' }),
  seconds: field('dhcp.secs', 'uint16', 'Seconds', 'Seconds since the client began'),
  flags: field('dhcp.flags', 'uint16', 'Flags', 'Flags', { base: 'hex' }),
  broadcast: field('dhcp.flags.bc', 'boolean', 'Broadcast', 'The reply must be broadcast', { mask: 0x8000 }),
  reserved: field('dhcp.flags.reserved', 'uint16', 'Reserved', 'Must be zero', { base: 'hex', mask: 0x7fff }),
  clientAddress: field('dhcp.ip.client', 'ipv4', 'Client address', 'Address that the client has'),
  yourAddress: field('dhcp.ip.your', 'ipv4', 'Your address', 'Address that the client gets'),
  serverAddress: field('dhcp.ip.server', 'ipv4', 'Next server', 'Server to boot from'),
  relayAddress: field('dhcp.ip.relay', 'ipv4', 'Relay agent', 'Relay agent that passed it on'),
  clientMac: field('dhcp.hw.mac_addr', 'ether', 'Client MAC', 'Ethernet address of the client'),
  clientHardware: field('dhcp.hw.addr', 'bytes', 'Client hardware address', 'Hardware address of the client'),
  hardwarePadding: field('dhcp.hw.addr_padding', 'bytes', 'Padding', 'Fills the hardware address up to 16 bytes'),
  server: field('dhcp.server', 'string', 'Server name', 'Name of the server'),
  file: field('dhcp.file', 'string', 'Boot file', 'File to boot from'),
  cookie: field('dhcp.cookie', 'ipv4', 'Magic cookie', 'Tells that options follow'),
  ...optionFields,
} as const;

/** Dynamic Host Configuration Protocol. */
export const dhcp = protocol({
  name: 'dhcp',
  short: 'DHCP',
  title: 'Dynamic Host Configuration Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [67, 68] }],
  recognize: { over: [], test: looksLikeBootp },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(dhcp);
    const head = dissection.begin(dhcp, start, Math.min(end, dissection.limit) - start);
    const facts: DhcpFacts = { messageType: 0, hostName: '', requestedAddress: '' };
    const transaction = addFixedPart(dissection, start);
    const isRequest = dissection.bytes[start] === 1;
    const kind = (): string => messageTypes[facts.messageType] ?? (isRequest ? 'Boot Request' : 'Boot Reply');
    const your = (): string => {
      const address = dissection.bytes.subarray(start + 16, start + 20).join('.');
      return facts.requestedAddress !== ''
        ? ` asks for ${facts.requestedAddress}`
        : address === '0.0.0.0'
          ? ''
          : ` ${address}`;
    };
    head.text = () => `DHCP ${kind()}`;
    dissection.describe(
      () =>
        `${kind()} 0x${transaction.toString(16).padStart(8, '0')}${your()}${facts.hostName === '' ? '' : ` from ${facts.hostName}`}`,
    );
    if (start + fixedLength + 4 <= end && dissection.has(start + fixedLength, 4)) {
      dissection.ipv4(fields.cookie, start + fixedLength);
      dissectDhcpOptions(dissection, start + fixedLength + 4, end, facts);
    }
    dissection.end();
  },
});

function looksLikeBootp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 44) return false;
  const type = bytes[start] as number;
  if (type !== 1 && type !== 2) return false;
  if ((bytes[start + 2] as number) > 16) return false;
  if (end < start + fixedLength + 4) return true;
  const at = start + fixedLength;
  const cookie = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
  return cookie === magicCookie || cookie === 0;
}

/** @returns the transaction id */
function addFixedPart(dissection: Dissection, start: number): number {
  dissection.number(fields.type, start, 1);
  const hardware = dissection.number(fields.hardwareType, start + 1, 1);
  const length = dissection.number(fields.hardwareLength, start + 2, 1);
  dissection.number(fields.hops, start + 3, 1);
  const transaction = dissection.number(fields.transactionId, start + 4, 4);
  dissection.number(fields.seconds, start + 8, 2);
  const flags = dissection.peek(start + 10, 2);
  dissection.group(fields.flags, start + 10, 2, flags);
  dissection.bits(fields.broadcast, start + 10, 2, flags);
  dissection.bits(fields.reserved, start + 10, 2, flags);
  dissection.end();
  dissection.ipv4(fields.clientAddress, start + 12);
  dissection.ipv4(fields.yourAddress, start + 16);
  dissection.ipv4(fields.serverAddress, start + 20);
  dissection.ipv4(fields.relayAddress, start + 24);
  if (hardware === ethernetType && length === 6) dissection.octets(fields.clientMac, start + 28, 6);
  else if (length > 0 && length <= 16) dissection.octets(fields.clientHardware, start + 28, length);
  if (length < 16) dissection.octets(fields.hardwarePadding, start + 28 + length, 16 - length);
  addName(dissection, fields.server, start + 44, 64);
  addName(dissection, fields.file, start + 108, 128);
  return transaction;
}

/** Text that ends at a zero byte. */
function addName(dissection: Dissection, which: typeof fields.server, at: number, length: number): void {
  if (!dissection.has(at, length)) return;
  dissection.add(which, at, length, textAt(dissection.bytes, at, at + length).split('\0', 1)[0] as string);
}
