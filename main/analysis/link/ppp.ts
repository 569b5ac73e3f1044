import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { pppProtocols } from './ppp-protocols';

// RFC 1661 §2 and RFC 1662 §3.1: address and control (FF 03) may be left out, and the protocol may be one byte: its last byte
// is odd, and all before it even.
/** Begins no protocol's number, so that an address it must be, whatever the control byte. */
const allStations = 0xff;
/** Where a link of PPP carries Cisco's HDLC framing instead, as LINKTYPE_PPP allows. */
const ciscoUnicast = 0x0f;
const ciscoMulticast = 0x8f;

const fields = {
  address: field('ppp.address', 'uint8', 'Address', 'All stations', { base: 'hex' }),
  control: field('ppp.control', 'uint8', 'Control', 'Unnumbered information', { base: 'hex' }),
  protocol: field('ppp.protocol', 'uint16', 'Protocol', 'Protocol of the payload', {
    base: 'hex',
    values: pppProtocols,
  }),
} as const;

export const ppp = protocol({
  name: 'ppp',
  short: 'PPP',
  title: 'Point-to-Point Protocol',
  fields,
  registrations: [
    { table: 'link', keys: [9, 50] },
    { table: 'ethertype', keys: [0x880b] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    const first = start < dissection.limit ? dissection.bytes[start] : -1;
    const outermost = dissection.protocolNames.length === 1;
    dissection.claim(ppp);
    const head = dissection.begin(ppp, start, 2);
    if (outermost && (first === ciscoUnicast || first === ciscoMulticast)) {
      dissection.end();
      dissection.nextNamed('chdlc', start, end);
      return;
    }
    let at = start;
    if (first === allStations) {
      dissection.number(fields.address, start, 1);
      dissection.number(fields.control, start + 1, 1);
      at += 2;
    }
    const length = (dissection.peek(at, 1) & 1) === 1 ? 1 : 2;
    const number = dissection.number(fields.protocol, at, length);
    const payload = at + length;
    head.length = payload - start;
    const name = pppProtocols[number] ?? `protocol 0x${number.toString(16).padStart(4, '0')}`;
    head.text = () => `PPP, ${name}`;
    dissection.describe(() => name);
    const complete = !dissection.failed;
    dissection.end();
    if (complete && !dissection.next('ppp.protocol', number, payload, end)) dissection.data(payload, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, limit, view } = scan;
    if (start + 4 > limit || bytes[start] === ciscoUnicast || bytes[start] === ciscoMulticast) {
      scan.needsDissector = true;
      return;
    }
    const at = bytes[start] === allStations ? start + 2 : start;
    scan.protocol = ppp.index;
    const short = ((bytes[at] as number) & 1) === 1;
    if (short) scan.next('ppp.protocol', bytes[at] as number, at + 1, end);
    else scan.next('ppp.protocol', view.getUint16(at), at + 2, end);
  },
});
