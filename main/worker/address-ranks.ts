import { inStretches, type Pause } from '../analysis/in-stretches';
import type { AddressTable } from '../analysis/store/address-table';
import { ascendingNumbers } from './ascending-numbers';
import { radixSorted } from './radix-sort';

const bytesOfAddress = 16;

/** Place of each address in the order of addresses, by its number: by family, then as numbers. */
export async function addressRanks(addresses: AddressTable, pause: Pause): Promise<Uint32Array> {
  const { families, bytes } = addresses.since(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const inOrder = async (keyOf: (id: number) => number): Promise<Uint32Array> => {
    const values = new Uint32Array(families.length);
    await inStretches(values.length, pause, (from, to) => {
      for (let id = from; id < to; id++) values[id] = keyOf(id);
    });
    return values;
  };
  let order: Uint32Array = ascendingNumbers(families.length);
  for (let byte = bytesOfAddress - 4; byte >= 0; byte -= 4) {
    const word = await inOrder((id) => view.getUint32(id * bytesOfAddress + byte));
    order = await radixSorted(order, word, pause);
  }
  order = await radixSorted(order, await inOrder((id) => families[id] as number), pause);
  const ranks = new Uint32Array(order.length);
  await inStretches(order.length, pause, (from, to) => {
    for (let rank = from; rank < to; rank++) ranks[order[rank] as number] = rank;
  });
  return ranks;
}
