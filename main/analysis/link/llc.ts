import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';
import { serviceAccessPoints } from './service-access-points';

// IEEE 802.2 (ISO/IEC 8802-2): service access points and a control field of one or two bytes. SNAP: IEEE 802-2014 §9.
const snap = 0xaa;
const snapLength = 5;

/** Organizations whose protocol identifiers are EtherTypes: none at all (RFC 1042), and bridges to it (802.1H). */
const encapsulatedEthernet = 0x000000;
const bridgeTunnel = 0x0000f8;
const cisco = 0x00000c;
const apple = 0x080007;
const bridged = 0x0080c2;

const unnumberedCommands = {
  0: 'UI',
  12: 'DM',
  64: 'DISC',
  96: 'UA',
  108: 'SABME',
  132: 'FRMR',
  172: 'XID',
  224: 'TEST',
};

const fields = {
  destination: field('llc.dsap', 'uint8', 'DSAP', 'Destination service access point', {
    base: 'hex',
    values: serviceAccessPoints,
  }),
  destinationPoint: field('llc.dsap.sap', 'uint8', 'SAP', 'Access point without the group bit', { mask: 0xfe }),
  group: field('llc.dsap.ig', 'boolean', 'Group', 'Several access points are meant', { mask: 0x01 }),
  source: field('llc.ssap', 'uint8', 'SSAP', 'Source service access point', {
    base: 'hex',
    values: serviceAccessPoints,
  }),
  sourcePoint: field('llc.ssap.sap', 'uint8', 'SAP', 'Access point without the response bit', { mask: 0xfe }),
  response: field('llc.ssap.cr', 'boolean', 'Response', 'A response, not a command', { mask: 0x01 }),
  control: field('llc.control', 'uint16', 'Control', 'Frame type and sequence numbers', { base: 'hex' }),
  received: field('llc.control.n_r', 'uint16', 'N(R)', 'Next number expected', { mask: 0xfe00 }),
  sent: field('llc.control.n_s', 'uint16', 'N(S)', 'Number of this frame', { mask: 0x00fe }),
  supervisory: field('llc.control.s_ftype', 'uint8', 'Supervisory type', 'Receive ready, not ready, or reject', {
    base: 'hex',
    mask: 0x000c,
    values: { 0: 'Receiver ready', 1: 'Receiver not ready', 2: 'Reject' },
  }),
  command: field('llc.control.u_modifier_cmd', 'uint8', 'Command', 'Kind of unnumbered command', {
    base: 'hex',
    mask: 0xec,
  }),
  reply: field('llc.control.u_modifier_resp', 'uint8', 'Response', 'Kind of unnumbered response', {
    base: 'hex',
    mask: 0xec,
  }),
  frameType: field('llc.control.ftype', 'uint8', 'Frame type', 'Information, supervisory or unnumbered', {
    base: 'hex',
    values: { 0: 'Information', 1: 'Supervisory', 3: 'Unnumbered' },
  }),
  organization: field('llc.oui', 'uint24', 'Organization code', 'Who gave the protocol identifier its meaning'),
  type: field('llc.type', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  ciscoType: field('llc.cisco_pid', 'uint16', 'Protocol', "Protocol of the payload, among Cisco's", {
    base: 'hex',
    values: {
      258: 'DRiP',
      260: 'Port Aggregation Protocol',
      261: 'MLS hello',
      267: 'PVST+',
      268: 'VLAN bridge',
      273: 'UniDirectional Link Detection',
      8192: 'CDP',
      8193: 'CGMP',
      8195: 'VTP',
      8196: 'DTP',
      8202: 'STP uplink fast',
    },
  }),
  identifier: field('llc.pid', 'uint16', 'Protocol ID', "Protocol of the payload, among the organization's", {
    base: 'hex',
  }),
} as const;

export const llc = protocol({
  name: 'llc',
  short: 'LLC',
  title: 'Logical Link Control',
  fields,
  registrations: [
    // ATM with multiplexing by LLC (RFC 2684), and the payload of IP over Fibre Channel.
    { table: 'link', keys: [11, 100] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(llc);
    const head = dissection.begin(llc, start, 3);
    const destination = dissection.peek(start, 1);
    dissection.group(fields.destination, start, 1, destination);
    dissection.bits(fields.destinationPoint, start, 1, destination);
    dissection.bits(fields.group, start, 1, destination);
    dissection.end();
    const source = dissection.peek(start + 1, 1);
    dissection.group(fields.source, start + 1, 1, source);
    dissection.bits(fields.sourcePoint, start + 1, 1, source);
    dissection.bits(fields.response, start + 1, 1, source);
    dissection.end();
    const { length, unnumberedInformation, name } = readControl(dissection, start + 2, (source & 1) !== 0);
    const payload = start + 2 + length;
    head.length = payload - start;
    dissection.describe(
      () => `${serviceAccessPoints[destination & 0xfe] ?? `SAP 0x${destination.toString(16)}`} ${name}`,
    );
    if (dissection.failed) dissection.end();
    else if (destination === snap && source === snap && unnumberedInformation) {
      head.length += snapLength;
      readSnap(dissection, payload, end);
    } else {
      dissection.end();
      // Exchange identification and test frames carry no protocol's data.
      const carries = unnumberedInformation || length === 2;
      if (!carries || !dissection.next('llc.dsap', destination, payload, end)) dissection.data(payload, end);
    }
  },
});

interface Control {
  readonly length: number;
  readonly unnumberedInformation: boolean;
  readonly name: string;
}

/** §5.3: two bytes for information and supervisory frames, the sequence numbers in them; one for unnumbered ones. */
function readControl(dissection: Dissection, start: number, response: boolean): Control {
  const first = dissection.peek(start, 1);
  if ((first & 3) === 3) {
    dissection.group(fields.control, start, 1, first);
    dissection.bits(response ? fields.reply : fields.command, start, 1, first);
    dissection.add(fields.frameType, start, 1, 3);
    dissection.end();
    const modifier = first & 0xec;
    const name = (unnumberedCommands as Record<number, string>)[modifier] ?? 'unnumbered';
    return { length: 1, unnumberedInformation: modifier === 0, name };
  }
  const second = dissection.peek(start + 1, 1);
  const control = second * 256 + first;
  dissection.group(fields.control, start, 2, control);
  dissection.bits(fields.received, start, 2, control);
  const supervisory = (first & 1) === 1;
  dissection.bits(supervisory ? fields.supervisory : fields.sent, start, 2, control);
  dissection.add(fields.frameType, start, 2, supervisory ? 1 : 0);
  dissection.end();
  const received = second >> 1;
  const name = supervisory
    ? `${['RR', 'RNR', 'REJ', 'supervisory'][(first >> 2) & 3]}, N(R)=${received}`
    : `I, N(R)=${received}, N(S)=${first >> 1}`;
  return { length: 2, unnumberedInformation: false, name };
}

function readSnap(dissection: Dissection, start: number, end: number): void {
  const organization = dissection.number(fields.organization, start, 3);
  const identifier = dissection.peek(start + 3, 2);
  const ethernet =
    organization === encapsulatedEthernet ||
    organization === bridgeTunnel ||
    // AppleTalk's own identifier is its EtherType.
    organization === apple;
  const shown = ethernet ? fields.type : organization === cisco ? fields.ciscoType : fields.identifier;
  dissection.add(shown, start + 3, 2, identifier);
  const complete = !dissection.failed;
  dissection.end();
  if (!complete) return;
  const payload = start + snapLength;
  const known =
    (ethernet && dissection.next('ethertype', identifier, payload, end)) ||
    (organization === cisco && dissection.next('llc.snap.cisco', identifier, payload, end)) ||
    (organization === bridged && dissection.next('llc.snap.bridged', identifier, payload, end));
  if (!known) dissection.data(payload, end);
}
