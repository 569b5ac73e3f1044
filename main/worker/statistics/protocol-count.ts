import type { ProtocolHierarchy } from '../../../preload/contract/protocols';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Job } from '../jobs';
import { isShownElsewhere } from '../message-sight';
import { ProtocolTree } from './protocol-tree';

const rowsAtOnce = 256;

/** Packets and bytes of those that are alike: one is read, the others are counted. */
interface Alike {
  readonly row: number;
  packets: number;
  bytes: number;
}

/**
 * Counts which protocols the packets have, one inside the other. Most need not be read again for that: the layers column names
 * the sequence, and of all packets with one sequence the first tells where the tree has each protocol. What TCP carries is
 * told by its stream; only segments in which a message begins or ends are read.
 */
export async function protocolHierarchy(analysis: CaptureAnalysis, job: Job): Promise<ProtocolHierarchy> {
  const { store } = analysis;
  const tree = new ProtocolTree();
  const alike = new Map<number, Alike>();
  const end = store.count;
  for (let row = 0; row < end; row++) {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const bytes = chunk.originalLength[at] as number;
    const key = kindOf(analysis, chunk, at, row);
    if (key === ofMessages) tree.add(namesIn(analysis, row), 1, bytes);
    else if (key === ofContent) tree.add(protocolsOf(analysis, row), 1, bytes);
    else {
      const known = alike.get(key);
      if (known) {
        known.packets++;
        known.bytes += bytes;
      } else alike.set(key, { row, packets: 1, bytes });
    }
    if (row % rowsAtOnce === 0) await job.breathe(row, end);
  }
  for (const { row, packets, bytes } of alike.values()) {
    tree.add(protocolsOf(analysis, row), packets, bytes);
    await job.breathe();
  }
  return tree.hierarchy(analysis.registry);
}

/** The same at once, from the layers column: each packet by itself, as the scan read it. */
export async function protocolsAtOnce(analysis: CaptureAnalysis, job: Job): Promise<ProtocolHierarchy> {
  const { store, registry } = analysis;
  const packets: number[] = [];
  const bytes: number[] = [];
  const end = store.count;
  for (let row = 0; row < end; row++) {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const chain = chunk.layers[row & chunkMask] as number;
    packets[chain] = (packets[chain] ?? 0) + 1;
    bytes[chain] = (bytes[chain] ?? 0) + (chunk.originalLength[row & chunkMask] as number);
    if ((row & 0x7fff) === 0) await job.breathe(row, end);
  }
  const tree = new ProtocolTree();
  packets.forEach((count, chain) => {
    const names = store.layerChains.protocolsOf(chain).map((index) => registry.at(index).name);
    tree.add(placed(names), count, bytes[chain] as number);
  });
  return tree.hierarchy(registry);
}

const kinds = 4;
/** Of a segment whose bytes all belong to messages that begin and end in others. */
const isBare = 1;
const isFilled = 2;
/** Likewise, but at a port where whatever is no message is the rest of one. */
const isContinued = 3;
/** No kind: what its content is, must be looked at; what messages begin or end in it. */
const ofContent = -1;
const ofMessages = -2;

const continuesMessage = ({ registry }: CaptureAnalysis, { sourcePort, destinationPort }: Chunk, at: number): boolean =>
  registry.applications.tcp.continuedAt(sourcePort[at] as number, destinationPort[at] as number) !== null;

/** Packets of one number have the same protocols. */
function kindOf(analysis: CaptureAnalysis, chunk: Chunk, at: number, row: number): number {
  const chain = chunk.layers[at] as number;
  if (chain === 0) return ofContent;
  const flags = chunk.rowFlags[at] as number;
  if (chunk.payloadLength[at] === 0) return chain * kinds;
  if (flags & RowFlag.tcp) {
    const parts = analysis.messageParts(row);
    if (parts === null) return chain * kinds + (continuesMessage(analysis, chunk, at) ? isContinued : isFilled);
    return parts.every(isShownElsewhere) ? chain * kinds + isBare : ofMessages;
  }
  // The scan may have stopped before the last protocol, which then depends on the content.
  const isTold = analysis.store.layerChains.isComplete(chain) || (flags & RowFlag.udp) === 0;
  return isTold ? chain * kinds + isFilled : ofContent;
}

/** Their names alone, for a packet that quotes no other. */
const namesIn = (analysis: CaptureAnalysis, row: number): string[] =>
  placed(analysis.dissect(row, false).protocolNames);

/** The protocols that have a place of their own in the tree; those of a packet that another one quotes have not. */
const protocolsOf = (analysis: CaptureAnalysis, row: number): string[] =>
  placed(analysis.dissect(row).roots.flatMap(({ field }) => (field.type === 'protocol' ? [field.name] : [])));

const errors: ReadonlySet<string> = new Set(['icmp', 'icmpv6']);

/** As tshark counts them: extension headers are part of IPv6, and what an ICMP message carries is part of it. */
function placed(names: readonly string[]): string[] {
  const error = names.findIndex((name) => errors.has(name));
  return names
    .slice(0, error < 0 ? undefined : error + 1)
    .filter((name) => name !== 'frame' && name !== 'ethertype' && !name.startsWith('ipv6.'));
}
