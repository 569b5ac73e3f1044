import type { Dissection } from '../dissection';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { pppoeFields, pppoeHeaderLength, readPppoeHeader } from './pppoe-header';

// RFC 2516 §6.
const sessionVersion = 0x11;

export const pppoeSession = protocol({
  name: 'pppoes',
  short: 'PPPoE',
  title: 'PPP over Ethernet, session',
  fields: pppoeFields,
  registrations: [
    { table: 'ethertype', keys: [0x8864] },
    { table: 'link', keys: [51] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pppoeSession);
    const head = dissection.begin(pppoeSession, start, pppoeHeaderLength);
    const header = readPppoeHeader(dissection, start, end);
    head.text = () => `PPPoE session 0x${header.session.toString(16).padStart(4, '0')}`;
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.nextNamed('ppp', start + pppoeHeaderLength, header.end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const payload = start + pppoeHeaderLength;
    // A payload of less than PPP's protocol field is left to the dissector.
    const length = payload + 2 > scan.limit ? 0 : scan.view.getUint16(start + 4);
    if (length < 2 || payload + length > end || scan.bytes[start] !== sessionVersion) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = pppoeSession.index;
    scan.next('link', pppLink, payload, payload + length);
  },
});

/** The LINKTYPE_ number under which PPP stands. */
const pppLink = 9;
