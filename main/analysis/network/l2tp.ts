import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 2661 §3.1 (version 2); RFC 3931 §4.1 (version 3 over UDP). Data of version 2 is PPP.
const controlBit = 0x8000;
const lengthBit = 0x4000;
const sequenceBit = 0x0800;
const offsetBit = 0x0200;
const messageTypeAttribute = 0;

/** RFC 2661 §3.2, RFC 3931 §3.1. */
const messageTypes = {
  1: 'Start-Control-Connection-Request',
  2: 'Start-Control-Connection-Reply',
  3: 'Start-Control-Connection-Connected',
  4: 'Stop-Control-Connection-Notification',
  6: 'Hello',
  7: 'Outgoing-Call-Request',
  8: 'Outgoing-Call-Reply',
  9: 'Outgoing-Call-Connected',
  10: 'Incoming-Call-Request',
  11: 'Incoming-Call-Reply',
  12: 'Incoming-Call-Connected',
  14: 'Call-Disconnect-Notify',
  15: 'WAN-Error-Notify',
  16: 'Set-Link-Info',
  20: 'Explicit-Acknowledgement',
};

const fields = {
  flags: field('l2tp.flags', 'uint16', 'Flags', 'Kind of message, and what the header holds', { base: 'hex' }),
  type: field('l2tp.type', 'uint16', 'Type', 'Data or control', {
    mask: 0x8000,
    values: { 0: 'Data message', 1: 'Control message' },
  }),
  hasLength: field('l2tp.length_bit', 'boolean', 'Length', 'The length follows', { mask: 0x4000 }),
  hasSequence: field('l2tp.seq_bit', 'boolean', 'Sequence', 'Sequence numbers follow', { mask: 0x0800 }),
  hasOffset: field('l2tp.offset_bit', 'boolean', 'Offset', 'An offset follows', { mask: 0x0200 }),
  priority: field('l2tp.priority', 'boolean', 'Priority', 'Goes before other data', { mask: 0x0100 }),
  version: field('l2tp.version', 'uint16', 'Version', 'Version of L2TP', { mask: 0x000f }),
  length: field('l2tp.length', 'uint16', 'Length', 'Bytes of the message', { unit: 'bytes' }),
  tunnel: field('l2tp.tunnel', 'uint16', 'Tunnel ID', "The receiver's number of the control connection"),
  session: field('l2tp.session', 'uint16', 'Session ID', "The receiver's number of the session"),
  connection: field('l2tp.ccid', 'uint32', 'Control connection ID', 'Version 3', { base: 'hex' }),
  longSession: field('l2tp.sid', 'uint32', 'Session ID', 'Version 3', { base: 'hex' }),
  sent: field('l2tp.Ns', 'uint16', 'Ns', 'Number of this message'),
  expected: field('l2tp.Nr', 'uint16', 'Nr', 'Number expected next'),
  offset: field('l2tp.offset', 'uint16', 'Offset', 'Bytes skipped before the payload', { unit: 'bytes' }),
  attributeLength: field('l2tp.avp.length', 'uint16', 'Attribute length', '', { mask: 0x03ff, unit: 'bytes' }),
  attributeVendor: field('l2tp.avp.vendor_id', 'uint16', 'Attribute vendor', '0 for the standard'),
  attributeType: field('l2tp.avp.type', 'uint16', 'Attribute type', 'Kind of attribute'),
  messageType: field('l2tp.avp.message_type', 'uint16', 'Message type', 'What the control message says', {
    values: messageTypes,
  }),
} as const;

export const l2tp = protocol({
  name: 'l2tp',
  short: 'L2TP',
  title: 'Layer 2 Tunneling Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [1701] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(l2tp);
    const head = dissection.begin(l2tp, start, end - start);
    const flags = addFlags(dissection, start);
    const version = flags & 15;
    head.text = () => `L2TP version ${version}, ${(flags & controlBit) === 0 ? 'data' : 'control'}`;
    if (version === 2) readTwo(dissection, start, end, flags);
    else if (version === 3) readThree(dissection, start, end, flags);
    else {
      dissection.malformed(start, `version ${version} where 2 or 3 must be`);
      dissection.end();
    }
  },

  scan(scan: PacketScan): void {
    scan.needsDissector = true;
  },
});

function addFlags(dissection: Dissection, start: number): number {
  const flags = dissection.peek(start, 2);
  dissection.group(fields.flags, start, 2, flags);
  dissection.bits(fields.type, start, 2, flags);
  dissection.bits(fields.hasLength, start, 2, flags);
  dissection.bits(fields.hasSequence, start, 2, flags);
  dissection.bits(fields.hasOffset, start, 2, flags);
  dissection.bits(fields.priority, start, 2, flags);
  dissection.bits(fields.version, start, 2, flags);
  dissection.end();
  return flags;
}

function readTwo(dissection: Dissection, start: number, end: number, flags: number): void {
  let at = start + 2;
  let messageEnd = end;
  if ((flags & lengthBit) !== 0) {
    messageEnd = Math.min(end, start + dissection.number(fields.length, at, 2));
    at += 2;
  }
  const tunnel = dissection.number(fields.tunnel, at, 2);
  const session = dissection.number(fields.session, at + 2, 2);
  at += 4;
  if ((flags & sequenceBit) !== 0) {
    addSequence(dissection, at);
    at += 4;
  }
  if ((flags & offsetBit) !== 0) at += 2 + dissection.number(fields.offset, at, 2);
  const place = `tunnel ${tunnel}, session ${session}`;
  if ((flags & controlBit) !== 0) {
    readAttributes(dissection, at, messageEnd, place);
    return;
  }
  dissection.describe(() => `Data, ${place}`);
  const complete = !dissection.failed;
  dissection.end();
  if (complete) dissection.nextNamed('ppp', at, messageEnd);
}

function readThree(dissection: Dissection, start: number, end: number, flags: number): void {
  if ((flags & controlBit) === 0) {
    const session = dissection.number(fields.longSession, start + 4, 4);
    dissection.describe(() => `Data, session 0x${session.toString(16)}`);
    const complete = !dissection.failed;
    dissection.end();
    // Cookie and what follows were agreed on in the control connection.
    if (complete) dissection.data(start + 8, end);
    return;
  }
  const length = dissection.number(fields.length, start + 2, 2);
  const connection = dissection.number(fields.connection, start + 4, 4);
  addSequence(dissection, start + 8);
  readAttributes(dissection, start + 12, Math.min(end, start + length), `connection 0x${connection.toString(16)}`);
}

function addSequence(dissection: Dissection, at: number): void {
  dissection.number(fields.sent, at, 2);
  dissection.number(fields.expected, at + 2, 2);
}

/** RFC 2661 §4.1: attribute value pairs; the first is the message's type. A message without any acknowledges. */
function readAttributes(dissection: Dissection, start: number, end: number, place: string): void {
  let said = 'Zero-length body';
  dissection.describe(() => `${said}, ${place}`);
  let at = start;
  while (at < end && !dissection.failed) {
    const first = dissection.peek(at, 2);
    const length = dissection.bits(fields.attributeLength, at, 2, first);
    if (length < 6) {
      dissection.malformed(at, `an attribute of ${length} bytes where its header has 6`);
      break;
    }
    const vendor = dissection.number(fields.attributeVendor, at + 2, 2);
    const type = dissection.number(fields.attributeType, at + 4, 2);
    if (vendor === 0 && type === messageTypeAttribute && length === 8) {
      const message = dissection.number(fields.messageType, at + 6, 2);
      said = (messageTypes as Record<number, string>)[message] ?? `message type ${message}`;
    }
    at += length;
  }
  dissection.end();
}
