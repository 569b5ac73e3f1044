import { dissect, type LoadedFrame } from '../../main/analysis/loader';
import { FragmentReassembly } from '../../main/analysis/network/fragment-reassembly';
import { PacketScan } from '../../main/analysis/packet-scan';
import { AddressFamily, addressLength, type PacketSummary } from '../../main/analysis/packet-summary';
import { createRegistry } from '../../main/analysis/protocols';
import { openCapture } from '../../main/files/open-capture';
import { PacketRecord } from '../../main/files/packet-record';

export interface Readings {
  readonly packets: number;
  /** Packets that the hot reading read itself. */
  readonly scanned: number;
  /** `file #frame: column: scan 1, dissector 2`. */
  readonly disagreements: readonly string[];
}

/** Reads every packet of a capture with the scan and with the dissector, and compares what they would put in the columns. */
export async function compareReadings(capture: string): Promise<Readings> {
  const registry = createRegistry();
  const scan = new PacketScan(registry);
  const fragments = new FragmentReassembly(() => null);
  const context = { registry, verifyChecksums: false, fragments, connections: null, messages: null };
  const file = await openCapture(capture);
  const record = new PacketRecord();
  const disagreements: string[] = [];
  let packets = 0;
  let scanned = 0;
  do {
    while (file.next(record)) {
      packets++;
      const { linkType } = file.interfaces[record.interface] as { linkType: number };
      const { bytes, view, start, capturedLength, originalLength } = record;
      if (!scan.read(bytes, view, start, capturedLength, originalLength, linkType)) continue;
      scanned++;
      const frame = frameOf(record, packets, linkType);
      const { summary } = dissect(context, frame, bytes.subarray(start, start + capturedLength), false);
      for (const line of differences(scan, summary)) disagreements.push(`${capture} #${packets}: ${line}`);
    }
  } while ((await file.fill()) === 'more');
  await file.close();
  return { packets, scanned, disagreements };
}

const frameOf = (record: LoadedFrame, number: number, linkType: number) => ({
  number,
  linkType,
  capturedLength: record.capturedLength,
  originalLength: record.originalLength,
  seconds: record.seconds,
  nanoseconds: record.nanoseconds,
  hasTime: record.hasTime,
  interface: record.interface,
  interfaceName: '',
  comments: [],
  sinceFirst: 0n,
  sincePrevious: 0n,
  marked: false,
});

const notColumns = new Set(['addressBytes', 'sourceAt', 'destinationAt', 'sackEdges', 'enclosing', 'layers']);

function differences(scan: PacketScan, dissected: PacketSummary): string[] {
  const found: string[] = [];
  for (const name of Object.keys(dissected) as (keyof PacketSummary)[]) {
    if (notColumns.has(name)) continue;
    if (scan[name] !== dissected[name]) found.push(`${name}: scan ${scan[name]}, dissector ${dissected[name]}`);
  }
  if (addressesOf(scan) !== addressesOf(dissected)) {
    found.push(`addresses: scan ${addressesOf(scan)}, dissector ${addressesOf(dissected)}`);
  }
  if (sackOf(scan) !== sackOf(dissected)) found.push(`SACK: scan ${sackOf(scan)}, dissector ${sackOf(dissected)}`);
  return found;
}

function addressesOf({ addressFamily, addressBytes, sourceAt, destinationAt }: PacketSummary): string {
  if (addressFamily === AddressFamily.none) return 'none';
  const length = addressLength(addressFamily);
  const at = (start: number): string => addressBytes.subarray(start, start + length).join('.');
  return `${at(sourceAt)} to ${at(destinationAt)}`;
}

const sackOf = ({ sackCount, sackEdges }: PacketSummary): string => sackEdges.subarray(0, sackCount * 2).join(',');
