import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 2205 §3.1; message types in IANA "RSVP Parameters".
const headerLength = 8;

const messages: Readonly<Record<number, string>> = {
  1: 'PATH Message',
  2: 'RESV Message',
  3: 'PATH ERROR Message',
  4: 'RESV ERROR Message',
  5: 'PATH TEAR Message',
  6: 'RESV TEAR Message',
  7: 'CONFIRM Message',
  12: 'BUNDLE Message',
  13: 'ACK Message',
  15: 'SREFRESH Message',
  20: 'HELLO Message',
  21: 'NOTIFY Message',
};

const fields = {
  version: field('rsvp.version', 'uint8', 'Version', 'Version of the protocol', { mask: 0xf0 }),
  message: field('rsvp.msg', 'uint8', 'Message Type', 'What the message says', { values: messages }),
  checksum: field('rsvp.message_checksum', 'uint16', 'Checksum', 'Checksum over the message', { base: 'hex' }),
  timeToLive: field('rsvp.sending_ttl', 'uint8', 'Sending TTL', 'TTL that the sender gave the IP header'),
  length: field('rsvp.length', 'uint16', 'Message length', 'Bytes of the message', { unit: 'bytes' }),
  objectLength: field('rsvp.object.length', 'uint16', 'Object length', 'Bytes of the object', { unit: 'bytes' }),
  objectClass: field('rsvp.object', 'uint8', 'Object class', 'Kind of object'),
  classType: field('rsvp.ctype', 'uint32', 'C-type', 'Kind within the class'),
} as const;

export const rsvp = protocol({
  name: 'rsvp',
  short: 'RSVP',
  title: 'Resource Reservation Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [46] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(rsvp);
    dissection.begin(rsvp, start, Math.max(headerLength, end - start));
    dissection.bits(fields.version, start, 1, dissection.peek(start, 1));
    const message = dissection.number(fields.message, start + 1, 1);
    dissection.describe(() => messages[message] ?? `Message ${message}`);
    dissection.number(fields.checksum, start + 2, 2);
    dissection.number(fields.timeToLive, start + 4, 1);
    const length = dissection.number(fields.length, start + 6, 2);
    readObjects(dissection, start + headerLength, Math.min(end, start + length));
    dissection.end();
  },
});

function readObjects(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at + 4 <= end && !dissection.failed) {
    const length = dissection.peek(at, 2);
    const node = dissection.group(fields.objectClass, at, length, dissection.peek(at + 2, 1));
    dissection.number(fields.objectLength, at, 2);
    dissection.number(fields.classType, at + 3, 1);
    dissection.end();
    node.note = `(${length} bytes)`;
    if (length < 4 || at + length > end)
      dissection.malformed(at, `object of ${length} bytes where ${end - at} are left`);
    at += length;
  }
}
