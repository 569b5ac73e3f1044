import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 3948 §2: on the port of NAT traversal, a packet is ESP unless it begins with four zero bytes (then it is key exchange)
// or is one byte long (then it only keeps the translation alive).
const markerLength = 4;
const keepAlive = 0xff;
const encapsulatingSecurityPayload = 50;

const fields = {
  marker: field('udpencap.non_esp_marker', 'none', 'Non-ESP marker', 'Zeros: key exchange follows, not ESP'),
  keepAlive: field('udpencap.nat_keepalive', 'none', 'NAT keep-alive', 'Keeps the translation alive'),
} as const;

export const udpEncapsulatedEsp = protocol({
  name: 'udpencap',
  short: 'UDPENCAP',
  title: 'UDP Encapsulation of IPsec Packets',
  fields,
  registrations: [{ table: 'udp.port', keys: [4500] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(udpEncapsulatedEsp);
    const isKeepAlive = end - start === 1 && dissection.peek(start, 1) === keepAlive;
    const isMarked = !isKeepAlive && dissection.peek(start, markerLength) === 0;
    dissection.begin(udpEncapsulatedEsp, start, isKeepAlive ? 1 : isMarked ? markerLength : 0);
    if (isKeepAlive) dissection.add(fields.keepAlive, start, 1, null);
    if (isMarked) dissection.add(fields.marker, start, markerLength, null);
    dissection.describe(() => (isKeepAlive ? 'NAT keep-alive' : isMarked ? 'Key exchange' : 'ESP'));
    dissection.end();
    if (isMarked) dissection.data(start + markerLength, end);
    else if (!isKeepAlive) dissection.nextNamed('esp', start, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + markerLength > scan.limit || start + markerLength > end) scan.needsDissector = true;
    else if (scan.view.getUint32(start) === 0) scan.protocol = udpEncapsulatedEsp.index;
    else scan.next('ip.protocol', encapsulatingSecurityPayload, start, end);
  },
});
