import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 7401 §5.1.
const fixedPart = 40;

const packetTypes: Readonly<Record<number, string>> = {
  1: 'I1 - Initiator',
  2: 'R1 - Responder',
  3: 'I2 - Second Initiator',
  4: 'R2 - Second Responder',
  16: 'UPDATE',
  17: 'NOTIFY',
  18: 'CLOSE',
  19: 'CLOSE_ACK',
};

const fields = {
  following: field('hip.proto', 'uint8', 'Payload Protocol', 'What follows this header', { values: ipProtocols }),
  length: field('hip.hdr_len', 'uint8', 'Header Length', 'Units of 8 bytes behind the first 8'),
  type: field('hip.packet_type', 'uint8', 'Packet Type', 'Step of the exchange', { values: packetTypes }),
  version: field('hip.version', 'uint8', 'Version', 'Version of the protocol'),
  checksum: field('hip.checksum', 'uint16', 'Checksum', 'Checksum over pseudo-header and packet', { base: 'hex' }),
  controls: field('hip.controls', 'uint16', 'Controls', 'Flags', { base: 'hex' }),
  sender: field('hip.hit_sndr', 'bytes', "Sender's HIT", 'Host identity tag of the sender'),
  receiver: field('hip.hit_rcvr', 'bytes', "Receiver's HIT", 'Host identity tag of the receiver'),
} as const;

export const hip = protocol({
  name: 'hip',
  short: 'HIP',
  title: 'Host Identity Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [139] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(hip);
    dissection.begin(hip, start, fixedPart);
    dissection.number(fields.following, start, 1);
    const length = (dissection.number(fields.length, start + 1, 1) + 1) * 8;
    const type = dissection.peek(start + 2, 1) & 0x7f;
    dissection.add(fields.type, start + 2, 1, type);
    dissection.describe(() => packetTypes[type] ?? `HIP packet ${type}`);
    dissection.add(fields.version, start + 3, 1, dissection.peek(start + 3, 1) >> 4);
    dissection.number(fields.checksum, start + 4, 2);
    dissection.number(fields.controls, start + 6, 2);
    dissection.octets(fields.sender, start + 8, 16);
    dissection.octets(fields.receiver, start + 24, 16);
    dissection.end();
    dissection.data(start + fixedPart, Math.min(end, start + Math.max(length, fixedPart)));
  },
});
