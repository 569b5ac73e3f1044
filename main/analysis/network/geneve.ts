import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { etherTypes } from '../link/ether-types';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 8926 §3.4 (header) and §3.5 (options).
const headerLength = 8;
const optionHeaderLength = 4;

const fields = {
  version: field('geneve.version', 'uint8', 'Version', 'Always 0', { mask: 0xc0 }),
  optionsLength: field('geneve.option.length', 'uint8', 'Length', 'Bytes of the options, or of one', {
    unit: 'bytes',
  }),
  flags: field('geneve.flags', 'uint8', 'Flags', 'Kind of packet', { base: 'hex' }),
  control: field('geneve.flags.oam', 'boolean', 'Control packet', 'For the tunnel endpoint itself', { mask: 0x80 }),
  critical: field('geneve.flags.critical', 'boolean', 'Critical options', 'Options that must be understood', {
    mask: 0x40,
  }),
  type: field('geneve.proto_type', 'uint16', 'Protocol type', 'EtherType of the payload', {
    base: 'hex',
    values: etherTypes,
  }),
  network: field('geneve.vni', 'uint24', 'Network identifier (VNI)', 'Virtual network the packet belongs to', {
    base: 'hex-dec',
  }),
  options: field('geneve.options', 'bytes', 'Options', 'Metadata'),
  option: field('geneve.option', 'bytes', 'Option', 'One piece of metadata'),
  optionClass: field('geneve.option.class', 'uint16', 'Class', 'Who gave the type its meaning', { base: 'hex' }),
  optionType: field('geneve.option.type', 'uint8', 'Type', 'Kind of metadata', { base: 'hex' }),
  optionCritical: field('geneve.option.type.critical', 'boolean', 'Critical', 'Drop the packet if not understood', {
    mask: 0x80,
    hidden: true,
  }),
  optionData: field('geneve.option.unknown.data', 'bytes', 'Value', 'Value of the option'),
} as const;

export const geneve = protocol({
  name: 'geneve',
  short: 'Geneve',
  title: 'Geneve',
  fields,
  registrations: [{ table: 'udp.port', keys: [6081] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(geneve);
    const head = dissection.begin(geneve, start, headerLength);
    const first = dissection.peek(start, 1);
    dissection.bits(fields.version, start, 1, first);
    const optionsLength = (first & 0x3f) * 4;
    dissection.add(fields.optionsLength, start, 1, optionsLength);
    const flags = dissection.peek(start + 1, 1);
    dissection.group(fields.flags, start + 1, 1, flags);
    dissection.bits(fields.control, start + 1, 1, flags);
    dissection.bits(fields.critical, start + 1, 1, flags);
    dissection.end();
    const type = dissection.number(fields.type, start + 2, 2);
    const network = dissection.number(fields.network, start + 4, 3);
    head.text = () => `Geneve, network ${network}`;
    dissection.describe(() => `VNI ${network}`);
    const payload = start + headerLength + optionsLength;
    head.length = payload - start;
    if (optionsLength > 0) readOptions(dissection, start + headerLength, optionsLength);
    const complete = !dissection.failed;
    dissection.end();
    if (complete && !dissection.next('ethertype', type, payload, end)) dissection.data(payload, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const { bytes, limit, view } = scan;
    const payload = start + headerLength > limit ? limit : start + headerLength + ((bytes[start] as number) & 0x3f) * 4;
    if (payload !== start + headerLength || payload >= limit) {
      // Options are left to the dissector, which checks their lengths.
      scan.needsDissector = true;
      return;
    }
    scan.protocol = geneve.index;
    scan.next('ethertype', view.getUint16(start + 2), payload, end);
  },
});

function readOptions(dissection: Dissection, start: number, length: number): void {
  if (!dissection.has(start, length)) return;
  dissection.group(fields.options, start, length, dissection.bytes.subarray(start, start + length));
  const end = start + length;
  let at = start;
  while (at < end && !dissection.failed) at = readOption(dissection, at, end);
  dissection.end();
}

/** @returns where the next option begins */
function readOption(dissection: Dissection, at: number, end: number): number {
  const length = optionHeaderLength + (dissection.peek(at + 3, 1) & 0x1f) * 4;
  if (at + length > end) {
    dissection.malformed(at + 3, `an option of ${length} bytes where ${end - at} are left for options`);
    return end;
  }
  if (!dissection.has(at, length)) return end;
  dissection.group(fields.option, at, length, dissection.bytes.subarray(at, at + length));
  dissection.number(fields.optionClass, at, 2);
  const type = dissection.number(fields.optionType, at + 2, 1);
  dissection.bits(fields.optionCritical, at + 2, 1, type);
  dissection.add(fields.optionsLength, at + 3, 1, length);
  const value = at + optionHeaderLength;
  if (length > optionHeaderLength) dissection.octets(fields.optionData, value, length - optionHeaderLength);
  dissection.end();
  return at + length;
}
