import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// draft-foschiano-erspan-03 §4: type II has eight bytes, type III twelve and eight more where it says so. Type I has none, and
// GRE hands it on as Ethernet.
const lengthOfTwo = 8;
const lengthOfThree = 12;
const subheaderLength = 8;
const typeTwo = 1;
const typeThree = 2;

const ethernetFrame = 0;
const frameTypes = { 0: 'Ethernet', 2: 'IP' };

const fields = {
  version: field('erspan.version', 'uint16', 'Version', 'Type of ERSPAN', {
    mask: 0xf000,
    values: { 0: 'Type I', 1: 'Type II', 2: 'Type III' },
  }),
  vlan: field('erspan.vlan', 'uint16', 'VLAN', 'VLAN of the mirrored frame', { mask: 0x0fff }),
  classOfService: field('erspan.cos', 'uint16', 'Class of service', 'Priority of the mirrored frame', {
    mask: 0xe000,
  }),
  encapsulation: field('erspan.encap', 'uint16', 'Encapsulation', 'How the frame was tagged', {
    mask: 0x1800,
    values: { 0: 'Untagged', 1: 'ISL', 2: '802.1Q', 3: 'VLAN tag kept in the frame' },
  }),
  integrity: field('erspan.bso', 'uint16', 'Integrity', 'Whether the frame was bad, short or oversized', {
    mask: 0x1800,
    values: { 0: 'Good or unknown', 1: 'Short', 2: 'Oversized', 3: 'Bad' },
  }),
  truncated: field('erspan.truncated', 'uint16', 'Truncated', 'The mirrored frame was cut', { mask: 0x0400 }),
  session: field('erspan.spanid', 'uint16', 'Session', 'Mirror session', { mask: 0x03ff }),
  reserved: field('erspan.reserved', 'uint32', 'Reserved', 'Must be 0', { mask: 0xfff00000 }),
  index: field('erspan.index', 'uint32', 'Index', 'Port and direction', { mask: 0x000fffff }),
  timestamp: field('erspan.timestamp', 'uint32', 'Time stamp', 'When it was mirrored'),
  securityGroup: field('erspan.sgt', 'uint16', 'Security group tag', 'Tag of the source'),
  hasEthernet: field('erspan.p', 'uint16', 'Ethernet frame', 'The payload is an Ethernet frame', { mask: 0x8000 }),
  frameType: field('erspan.ft', 'uint16', 'Frame type', 'Kind of the mirrored frame', {
    mask: 0x7c00,
    values: frameTypes,
  }),
  hardware: field('erspan.hw', 'uint16', 'Hardware ID', 'Engine that mirrored', { mask: 0x03f0 }),
  direction: field('erspan.direction', 'boolean', 'Egress', 'Leaving, not entering', { mask: 0x0008 }),
  granularity: field('erspan.gra', 'uint16', 'Time stamp granularity', 'Unit of the time stamp', {
    mask: 0x0006,
    values: { 0: '100 µs', 1: '100 ns', 2: 'IEEE 1588', 3: 'Custom' },
  }),
  hasSubheader: field('erspan.o', 'uint16', 'Subheader', 'A platform subheader follows', { mask: 0x0001 }),
  platform: field('erspan.platid', 'uint32', 'Platform ID', 'Decides the form of the subheader', { mask: 0xfc000000 }),
} as const;

export const erspan = protocol({
  name: 'erspan',
  short: 'ERSPAN',
  title: 'Encapsulated Remote SPAN',
  fields,
  registrations: [{ table: 'gre.protocol', keys: [0x88be, 0x22eb] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(erspan);
    const head = dissection.begin(erspan, start, lengthOfTwo);
    const first = dissection.peek(start, 2);
    const version = dissection.bits(fields.version, start, 2, first);
    dissection.bits(fields.vlan, start, 2, first);
    dissection.describe(() => `VLAN ${first & 0xfff}`);
    head.text = () => `ERSPAN type ${version + 1}, VLAN ${first & 0xfff}`;
    let payload = start + lengthOfTwo;
    let frameType = ethernetFrame;
    if (version === typeTwo) readTwo(dissection, start);
    else if (version === typeThree) [payload, frameType] = readThree(dissection, start);
    else dissection.malformed(start, `version ${version} where 1 or 2 must be`);
    head.length = payload - start;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (frameType === ethernetFrame) dissection.nextNamed('eth', payload, end);
    else dissection.data(payload, end);
  },
});

function readSession(dissection: Dissection, start: number, three: boolean): void {
  const word = dissection.peek(start + 2, 2);
  dissection.bits(fields.classOfService, start + 2, 2, word);
  dissection.bits(three ? fields.integrity : fields.encapsulation, start + 2, 2, word);
  dissection.bits(fields.truncated, start + 2, 2, word);
  dissection.bits(fields.session, start + 2, 2, word);
}

function readTwo(dissection: Dissection, start: number): void {
  readSession(dissection, start, false);
  const word = dissection.peek(start + 4, 4);
  dissection.bits(fields.reserved, start + 4, 4, word);
  dissection.bits(fields.index, start + 4, 4, word);
}

/** @returns where the mirrored frame begins, and of which kind it is */
function readThree(dissection: Dissection, start: number): [payload: number, frameType: number] {
  readSession(dissection, start, true);
  dissection.number(fields.timestamp, start + 4, 4);
  dissection.number(fields.securityGroup, start + 8, 2);
  const word = dissection.peek(start + 10, 2);
  dissection.bits(fields.hasEthernet, start + 10, 2, word);
  const frameType = dissection.bits(fields.frameType, start + 10, 2, word);
  dissection.bits(fields.hardware, start + 10, 2, word);
  dissection.bits(fields.direction, start + 10, 2, word);
  dissection.bits(fields.granularity, start + 10, 2, word);
  const subheader = dissection.bits(fields.hasSubheader, start + 10, 2, word);
  if (subheader === 0) return [start + lengthOfThree, frameType];
  dissection.bits(fields.platform, start + lengthOfThree, 4, dissection.peek(start + lengthOfThree, 4));
  return [start + lengthOfThree + subheaderLength, frameType];
}
