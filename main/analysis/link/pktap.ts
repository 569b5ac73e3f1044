import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_PKTAP (258), tcpdump.org/linktypes: Darwin's tap of several interfaces, little-endian, with the process that spoke.
// Apple's tcpdump wrote it as the second user link type (149).
const smallestHeader = 108;

const fields = {
  length: field('pktap.hdrlen', 'uint32', 'Header length', '', { unit: 'bytes' }),
  recordType: field('pktap.rectype', 'uint32', 'Record type', '1 for a packet'),
  linkType: field('pktap.dlt', 'uint32', 'Link type', 'LINKTYPE_ number of the packet'),
  interface: field('pktap.ifname', 'string', 'Interface', 'Name of the interface'),
  flags: field('pktap.flags', 'uint32', 'Flags', 'Direction and more', { base: 'hex' }),
  family: field('pktap.pfamily', 'uint32', 'Protocol family', ''),
  headerLength: field('pktap.llhdrlen', 'uint32', 'Link header length', '', { unit: 'bytes' }),
  trailerLength: field('pktap.lltrlrlen', 'uint32', 'Link trailer length', '', { unit: 'bytes' }),
  process: field('pktap.pid', 'uint32', 'Process ID', 'Process that spoke'),
  command: field('pktap.cmdname', 'string', 'Command', 'Name of that process'),
  serviceClass: field('pktap.svc_class', 'uint32', 'Service class', ''),
  interfaceType: field('pktap.iftype', 'uint16', 'Interface type', ''),
  interfaceUnit: field('pktap.ifunit', 'uint16', 'Interface unit', ''),
  effectiveProcess: field('pktap.epid', 'uint32', 'Effective process ID', 'Process it spoke for'),
  effectiveCommand: field('pktap.ecmdname', 'string', 'Effective command', 'Name of that process'),
} as const;

export const pktap = protocol({
  name: 'pktap',
  short: 'PKTAP',
  title: 'PKTAP',
  fields,
  registrations: [{ table: 'link', keys: [149, 258] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pktap);
    const head = dissection.begin(pktap, start, smallestHeader);
    const length = addNumber(dissection, fields.length, start);
    head.length = length;
    addNumber(dissection, fields.recordType, start + 4);
    const linkType = addNumber(dissection, fields.linkType, start + 8);
    const name = addText(dissection, fields.interface, start + 12, 24);
    addNumber(dissection, fields.flags, start + 36);
    addNumber(dissection, fields.family, start + 40);
    addNumber(dissection, fields.headerLength, start + 44);
    addNumber(dissection, fields.trailerLength, start + 48);
    addNumber(dissection, fields.process, start + 52);
    const command = addText(dissection, fields.command, start + 56, 20);
    addNumber(dissection, fields.serviceClass, start + 76);
    addShort(dissection, fields.interfaceType, start + 80);
    addShort(dissection, fields.interfaceUnit, start + 82);
    addNumber(dissection, fields.effectiveProcess, start + 84);
    addText(dissection, fields.effectiveCommand, start + 88, 20);
    head.text = () => `PKTAP, interface ${name}${command === '' ? '' : `, ${command}`}`;
    if (length < smallestHeader)
      dissection.malformed(start, `header length ${length}, must be at least ${smallestHeader}`);
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    dissection.protocolNames.push('pcap_pktdata');
    if (!dissection.next('link', linkType, start + length, end)) dissection.data(start + length, end);
  },
});

function addNumber(dissection: Dissection, which: Field, at: number): number {
  const value = dissection.has(at, 4) ? dissection.view.getUint32(at, true) : 0;
  dissection.add(which, at, 4, value);
  return value;
}

function addShort(dissection: Dissection, which: Field, at: number): void {
  if (dissection.has(at, 2)) dissection.add(which, at, 2, dissection.view.getUint16(at, true));
}

/** Text in a room of fixed size, ended by a zero byte. */
function addText(dissection: Dissection, which: Field, at: number, room: number): string {
  if (!dissection.has(at, room)) return '';
  const bytes = dissection.bytes.subarray(at, at + room);
  const length = bytes.indexOf(0);
  const text = new TextDecoder().decode(length < 0 ? bytes : bytes.subarray(0, length));
  dissection.add(which, at, room, text);
  return text;
}
