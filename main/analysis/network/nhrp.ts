import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipv4TextAt } from './address-text';
import { readQuotedPacket } from './quoted-packet';

// RFC 2332 §5.2. Traffic indications are those of dynamic multipoint VPNs: an error that carries a packet to be redirected.
const fixedPart = 20;
const registrationRequest = 3;
const errorIndication = 7;
const trafficIndication = 8;

const packetTypes: Readonly<Record<number, string>> = {
  1: 'Resolution Request',
  2: 'Resolution Reply',
  3: 'Registration Request',
  4: 'Registration Reply',
  5: 'Purge Request',
  6: 'Purge Reply',
  7: 'Error Indication',
  8: 'Traffic Indication',
};

const fields = {
  family: field('nhrp.hdr.afn', 'uint16', 'Address Family', 'Family of the NBMA addresses', { base: 'hex-dec' }),
  protocolType: field('nhrp.hdr.pro.type', 'uint16', 'Protocol Type', 'EtherType of the protocol addresses', {
    base: 'hex-dec',
  }),
  hopCount: field('nhrp.hdr.hopcnt', 'uint8', 'Hop Count', 'Next hop servers left'),
  length: field('nhrp.hdr.pktsz', 'uint16', 'Packet Length', 'Bytes of the packet', { unit: 'bytes' }),
  checksum: field('nhrp.hdr.chksum', 'uint16', 'Checksum', 'Checksum over the packet', { base: 'hex' }),
  extensions: field('nhrp.hdr.extoff', 'uint16', 'Extension Offset', 'Where extensions begin; 0 for none'),
  version: field('nhrp.hdr.version', 'uint8', 'Version', 'Version of the protocol'),
  type: field('nhrp.hdr.op.type', 'uint8', 'Packet Type', 'What the packet says', { values: packetTypes }),
  sourceLength: field('nhrp.src.prot.len', 'uint16', 'Source Protocol Length', 'Bytes of the source address'),
  destinationLength: field('nhrp.dst.prot.len', 'uint16', 'Destination Protocol Length', 'Bytes of the destination'),
  request: field('nhrp.reqid', 'uint32', 'Request ID', 'Ties an answer to its request', { base: 'hex-dec' }),
  nbmaAddress: field('nhrp.src.nbma.addr', 'ipv4', 'Source NBMA Address', 'Address in the transport network'),
  sourceAddress: field('nhrp.src.prot.addr', 'ipv4', 'Source Protocol Address', 'Address in the tunnel'),
  destinationAddress: field('nhrp.dst.prot.addr', 'ipv4', 'Destination Protocol Address', 'Address that is asked for'),
} as const;

export const nhrp = protocol({
  name: 'nhrp',
  short: 'NHRP',
  title: 'Next Hop Resolution Protocol',
  fields,
  registrations: [
    { table: 'gre.protocol', keys: [0x2001] },
    { table: 'ip.protocol', keys: [54] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(nhrp);
    dissection.begin(nhrp, start, Math.max(fixedPart, end - start));
    dissection.number(fields.family, start, 2);
    dissection.number(fields.protocolType, start + 2, 2);
    dissection.number(fields.hopCount, start + 9, 1);
    const length = dissection.number(fields.length, start + 10, 2);
    dissection.number(fields.checksum, start + 12, 2);
    const extensions = dissection.number(fields.extensions, start + 14, 2);
    dissection.number(fields.version, start + 16, 1);
    const type = dissection.number(fields.type, start + 17, 1);
    // The two upper bits tell the format, the others the length (§5.2.1).
    const nbmaLength = dissection.peek(start + 18, 1) & 0x3f;
    const subaddressLength = dissection.peek(start + 19, 1) & 0x3f;
    const name = packetTypes[type] ?? `Packet type ${type}`;
    dissection.describe(() => name);
    const partEnd = Math.min(end, start + (extensions > fixedPart ? extensions : length));
    readMandatoryPart(dissection, type, name, start + fixedPart, partEnd, nbmaLength, subaddressLength);
    dissection.end();
  },
});

function readMandatoryPart(
  dissection: Dissection,
  type: number,
  name: string,
  start: number,
  end: number,
  nbmaLength: number,
  subaddressLength: number,
): void {
  const sourceLength = dissection.number(fields.sourceLength, start, 1);
  const destinationLength = dissection.number(fields.destinationLength, start + 1, 1);
  const isError = type === errorIndication || type === trafficIndication;
  const request = isError ? 0 : dissection.number(fields.request, start + 4, 4);
  const source = start + 8 + nbmaLength + subaddressLength;
  const destination = source + sourceLength;
  if (nbmaLength === 4) dissection.ipv4(fields.nbmaAddress, start + 8);
  if (sourceLength === 4) dissection.ipv4(fields.sourceAddress, source);
  if (destinationLength === 4) dissection.ipv4(fields.destinationAddress, destination);
  if (dissection.failed) return;
  const { bytes } = dissection;
  const asked = destinationLength === 4 && type < registrationRequest ? ` for ${ipv4TextAt(bytes, destination)}` : '';
  if (!isError) dissection.describe(() => `${name}${asked}, ID=${request}`);
  else readQuotedPacket(dissection, 'ip', destination + destinationLength, end);
}
