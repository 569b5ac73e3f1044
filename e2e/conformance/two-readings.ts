import { dissect, type LoadedFrame } from '../../main/analysis/loader';
import { FragmentReassembly } from '../../main/analysis/network/fragment-reassembly';
import { PacketScan } from '../../main/analysis/packet-scan';
import {
  AddressFamily,
  absent,
  addressLength,
  type EnclosingDatagram,
  type PacketSummary,
} from '../../main/analysis/packet-summary';
import { createRegistry } from '../../main/analysis/protocols';
import type { Registry } from '../../main/analysis/registry';
import { type ColumnName, columnNames } from '../../main/analysis/store/chunk';
import { CommonPackets } from '../../main/analysis/store/common-packet';
import { PacketStore } from '../../main/analysis/store/packet-store';
import { openCapture } from '../../main/files/open-capture';
import { PacketRecord } from '../../main/files/packet-record';

export interface Readings {
  readonly packets: number;
  /** Packets that the hot reading read itself. */
  readonly scanned: number;
  /** Those of them that were stored by the shorter way. */
  readonly common: number;
  /** `file #frame: column: scan 1, dissector 2`. */
  readonly disagreements: readonly string[];
}

/**
 * Reads every packet of a capture with the scan and with the dissector, and compares what they would put in the columns; and the
 * columns themselves where the packet is of the common kind, which has a shorter way into them.
 */
export async function compareReadings(capture: string): Promise<Readings> {
  const registry = createRegistry();
  const ways = new TwoWays(registry);
  const { scan } = ways;
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
      const isScanned = scan.read(bytes, view, start, capturedLength, originalLength, linkType);
      for (const line of ways.compare(record, linkType, isScanned))
        disagreements.push(`${capture} #${packets}: ${line}`);
      if (!isScanned) continue;
      scanned++;
      const frame = frameOf(record, packets, linkType);
      const { summary } = dissect(context, frame, bytes.subarray(start, start + capturedLength), false);
      for (const line of differences(scan, summary)) disagreements.push(`${capture} #${packets}: ${line}`);
    }
  } while ((await file.fill()) === 'more');
  await file.close();
  return { packets, scanned, common: ways.common, disagreements };
}

/** Two stores side by side: one filled from the scan, the other by the shorter way of the common packets. */
class TwoWays {
  common = 0;
  readonly scan: PacketScan;
  private readonly scanned = new PacketStore();
  private readonly direct = new PacketStore();
  private readonly packets: CommonPackets;

  constructor(registry: Registry) {
    this.scan = new PacketScan(registry, this.scanned.layerChains);
    this.packets = new CommonPackets(registry, this.direct);
  }

  /** To be called right after the scan read the same record. */
  compare(record: PacketRecord, linkType: number, isScanned: boolean): string[] {
    const before = this.direct.count;
    if (!this.packets.add(record, linkType)) return this.direct.count === before ? [] : ['stored, and refused'];
    this.common++;
    if (!isScanned) return ['stored by the shorter way, and left to the dissector by the scan'];
    const row = this.direct.count - 1;
    const other = this.scanned.append(record, this.scan, false);
    // What is noted of a handshake and of SACK blocks has no column.
    const found =
      this.scan.sackCount > 0 || this.scan.maximumSegmentSize !== absent ? ['options were passed over'] : [];
    for (const name of columnNames) {
      const [one, two] = [this.value(this.direct, name, row), this.value(this.scanned, name, other)];
      if (one !== two && !(Number.isNaN(one) && Number.isNaN(two))) found.push(`${name}: ${one}, by the scan ${two}`);
    }
    return found;
  }

  /** Numbers of addresses and chains are those of their store, and say nothing in the other one. */
  private value(store: PacketStore, name: ColumnName, row: number): number | string {
    const value = store.get(name, row);
    if (name === 'layers') return store.layerChains.protocolsOf(value).join(' ');
    if (name !== 'source' && name !== 'destination') return value;
    return `${store.addresses.family(value)}: ${store.addresses.octets(value).join('.')}`;
  }
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

/** What is compared otherwise, or, as the layers, not filled by the dissector itself. */
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
  if (enclosingOf(scan) !== enclosingOf(dissected)) {
    found.push(`around it: scan ${enclosingOf(scan)}, dissector ${enclosingOf(dissected)}`);
  }
  if (sackOf(scan) !== sackOf(dissected)) found.push(`SACK: scan ${sackOf(scan)}, dissector ${sackOf(dissected)}`);
  return found;
}

const enclosingOf = ({ enclosing, enclosingCount }: PacketSummary): string =>
  enclosing
    .slice(0, enclosingCount)
    .map((each) => `${addressesOf(each)}, ports ${each.sourcePort} to ${each.destinationPort}`)
    .join('; ');

function addressesOf({ addressFamily, addressBytes, sourceAt, destinationAt }: EnclosingDatagram): string {
  if (addressFamily === AddressFamily.none) return 'none';
  const length = addressLength(addressFamily);
  const at = (start: number): string => addressBytes.subarray(start, start + length).join('.');
  return `${at(sourceAt)} to ${at(destinationAt)}`;
}

const sackOf = ({ sackCount, sackEdges }: PacketSummary): string => sackEdges.subarray(0, sackCount * 2).join(',');
