import type { LengthGroup, Stretch, Talker, Talkers } from '../../../preload/contract/graphs';
import { inStretches } from '../../analysis/in-stretches';
import { AddressFamily } from '../../analysis/packet-summary';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift } from '../../analysis/store/schema';
import type { CaptureAnalysis } from '../capture-analysis';
import { unwatched } from '../jobs';
import { CaptureClock } from './capture-clock';

/** Lower bounds of the groups in which the user's guide counts packet lengths. */
const bounds = [0, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120] as const;

/** Goes through the packets of a stretch of time; with none given, through all, with a time or without. */
async function eachPacket(
  analysis: CaptureAnalysis,
  shown: Stretch | null,
  take: (chunk: Chunk, at: number) => void,
): Promise<void> {
  const { store } = analysis;
  const clock = new CaptureClock(analysis);
  const isShown = (chunk: Chunk, at: number) => {
    if (shown === null) return true;
    const time = clock.nanosecondsAt(chunk, at) / 1e9;
    return time >= shown.from && time <= shown.to;
  };
  const job = unwatched();
  await inStretches(
    store.count,
    () => job.breathe(),
    (from, to) => {
      for (let row = from; row < to; row++) {
        const chunk = store.chunks[row >>> chunkShift] as Chunk;
        if (isShown(chunk, row & chunkMask)) take(chunk, row & chunkMask);
      }
    },
  );
}

/** How many packets are how long, on the wire. */
export async function packetLengths(analysis: CaptureAnalysis, shown: Stretch | null): Promise<LengthGroup[]> {
  const groups = bounds.map((from, i) => ({
    from,
    to: i + 1 < bounds.length ? (bounds[i + 1] as number) - 1 : null,
    packets: 0,
    bytes: 0,
    minimum: 0,
    maximum: 0,
  }));
  await eachPacket(analysis, shown, ({ originalLength }, at) => {
    const length = originalLength[at] as number;
    let i = bounds.length - 1;
    while (length < (bounds[i] as number)) i--;
    const group = groups[i]!;
    group.minimum = group.packets === 0 ? length : Math.min(group.minimum, length);
    group.maximum = Math.max(group.maximum, length);
    group.packets++;
    group.bytes += length;
  });
  return groups;
}

const filterNames: Readonly<Record<number, string>> = {
  [AddressFamily.ethernet]: 'eth.addr',
  [AddressFamily.ipv4]: 'ip.addr',
  [AddressFamily.ipv6]: 'ipv6.addr',
};

/** Who sent and received most. @param most how many are told of */
export async function topTalkers(analysis: CaptureAnalysis, shown: Stretch | null, most: number): Promise<Talkers> {
  const { addresses } = analysis.store;
  const count = addresses.count;
  const sentPackets = new Uint32Array(count);
  const sentBytes = new Float64Array(count);
  const receivedPackets = new Uint32Array(count);
  const receivedBytes = new Float64Array(count);
  let bytes = 0;
  await eachPacket(analysis, shown, ({ source, destination, originalLength }, at) => {
    const length = originalLength[at] as number;
    bytes += length;
    sentPackets[source[at] as number]!++;
    sentBytes[source[at] as number]! += length;
    receivedPackets[destination[at] as number]!++;
    receivedBytes[destination[at] as number]! += length;
  });
  const total = (id: number) => (sentBytes[id] as number) + (receivedBytes[id] as number);
  const { ids, told } = await greatest(count, most, (id) =>
    // Number 0 stands for packets without addresses.
    addresses.family(id) === AddressFamily.none ? 0 : total(id),
  );
  const talkers = ids.map((id): Talker => {
    const address = addresses.text(id);
    return {
      address,
      filter: `${filterNames[addresses.family(id)]} == ${address}`,
      sentPackets: sentPackets[id] as number,
      sentBytes: sentBytes[id] as number,
      receivedPackets: receivedPackets[id] as number,
      receivedBytes: receivedBytes[id] as number,
    };
  });
  return { talkers, addresses: told, bytes };
}

/** The numbers with the greatest values, in their order, and how many have any. */
async function greatest(count: number, most: number, amountOf: (id: number) => number) {
  const ids: number[] = [];
  let told = 0;
  const job = unwatched();
  await inStretches(
    count,
    () => job.breathe(),
    (from, to) => {
      for (let id = from; id < to; id++) {
        const amount = amountOf(id);
        if (amount === 0) continue;
        told++;
        if (ids.length === most && amount <= amountOf(ids[most - 1] as number)) continue;
        const place = ids.findIndex((other) => amountOf(other) < amount);
        ids.splice(place < 0 ? ids.length : place, 0, id);
        if (ids.length > most) ids.pop();
      }
    },
  );
  return { ids, told };
}
