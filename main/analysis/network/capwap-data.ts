import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 5415 §4.2 (preamble) and §4.3 (header): what an access point passes to its controller.
const preambleLength = 1;
const fixedLength = 8;
const encrypted = 1;
const wirelessBinding = 1;
const nativeBit = 0x100;
const fragmentBit = 0x080;
const wirelessBit = 0x020;
const radioBit = 0x010;
const keepAliveBit = 0x008;

const fields = {
  version: field('capwap.preamble.version', 'uint8', 'Version', 'Always 0', { mask: 0xf0 }),
  type: field('capwap.preamble.type', 'uint8', 'Type', '', { mask: 0x0f, values: { 0: 'CAPWAP header', 1: 'DTLS' } }),
  length: field('capwap.header.length', 'uint24', 'Header length', 'In units of four bytes', { mask: 0xf80000 }),
  radio: field('capwap.header.rid', 'uint24', 'Radio ID', 'Radio of the access point', { mask: 0x07c000 }),
  binding: field('capwap.header.wbid', 'uint24', 'Wireless binding', 'Kind of wireless network', {
    mask: 0x003e00,
    values: { 1: 'IEEE 802.11', 2: 'IEEE 802.16', 3: 'EPCGlobal' },
  }),
  flags: field('capwap.header.flags', 'uint24', 'Flags', '', { base: 'hex', mask: 0x0001ff }),
  fragmentId: field('capwap.header.fragment.id', 'uint16', 'Fragment ID', ''),
  fragmentOffset: field('capwap.header.fragment.offset', 'uint16', 'Fragment offset', '', { mask: 0xfff8 }),
  radioLength: field('capwap.header.mac.length', 'uint8', 'MAC length', '', { unit: 'bytes' }),
  radioAddress: field('capwap.header.mac.eui48', 'ether', 'Radio MAC address', ''),
  wirelessLength: field('capwap.header.wireless.length', 'uint8', 'Wireless length', '', { unit: 'bytes' }),
  wirelessData: field('capwap.header.wireless.data', 'bytes', 'Wireless information', 'Signal and rate'),
} as const;

export const capwapData = protocol({
  name: 'capwap.data',
  short: 'CAPWAP-Data',
  title: 'CAPWAP data',
  fields,
  registrations: [{ table: 'udp.port', keys: [5247] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(capwapData);
    const head = dissection.begin(capwapData, start, preambleLength + fixedLength);
    const preamble = dissection.peek(start, 1);
    dissection.bits(fields.version, start, 1, preamble);
    const type = dissection.bits(fields.type, start, 1, preamble);
    if (type === encrypted) {
      dissection.describe(() => 'DTLS');
      dissection.end();
      dissection.data(start + 4, end);
      return;
    }
    const word = dissection.peek(start + 1, 3);
    const length = dissection.bits(fields.length, start + 1, 3, word) * 4;
    dissection.bits(fields.radio, start + 1, 3, word);
    const binding = dissection.bits(fields.binding, start + 1, 3, word);
    const flags = dissection.bits(fields.flags, start + 1, 3, word);
    dissection.number(fields.fragmentId, start + 4, 2);
    dissection.bits(fields.fragmentOffset, start + 6, 2, dissection.peek(start + 6, 2));
    readOptional(dissection, start + fixedLength, flags);
    if (length < fixedLength)
      dissection.malformed(start + 1, `header length ${length}, must be at least ${fixedLength}`);
    head.length = length;
    dissection.describe(() => ((flags & keepAliveBit) === 0 ? 'Data' : 'Keep-alive'));
    const complete = !dissection.failed;
    dissection.end();
    if (complete) handOn(dissection, binding, flags, start + length, end);
  },

  scan(scan: PacketScan): void {
    scan.needsDissector = true;
  },
});

function readOptional(dissection: Dissection, start: number, flags: number): void {
  let at = start;
  if ((flags & radioBit) !== 0) {
    const length = dissection.number(fields.radioLength, at, 1);
    if (length === 6) dissection.octets(fields.radioAddress, at + 1, 6);
    at += (1 + length + 3) & ~3;
  }
  if ((flags & wirelessBit) !== 0) {
    const length = dissection.number(fields.wirelessLength, at, 1);
    dissection.octets(fields.wirelessData, at + 1, length);
  }
}

function handOn(dissection: Dissection, binding: number, flags: number, start: number, end: number): void {
  if ((flags & (fragmentBit | keepAliveBit)) !== 0) dissection.data(start, end);
  else if ((flags & nativeBit) === 0) dissection.nextNamed('eth', start, end);
  else if (binding === wirelessBinding) dissection.nextNamed('wlan', start, end);
  else dissection.data(start, end);
}
