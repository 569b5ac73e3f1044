import type { AddressTable } from '../analysis/store/address-table';
import { radixSorted } from './radix-sort';

const bytesOfAddress = 16;

/** Place of each address in the order of addresses, by its number: by family, then as numbers. */
export function addressRanks(addresses: AddressTable): Uint32Array {
  const { families, bytes } = addresses.since(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let order: Uint32Array = Uint32Array.from(families, (_, id) => id);
  for (let byte = bytesOfAddress - 4; byte >= 0; byte -= 4) {
    order = radixSorted(
      order,
      Uint32Array.from(families, (_, id) => view.getUint32(id * bytesOfAddress + byte)),
    );
  }
  order = radixSorted(order, Uint32Array.from(families));
  const ranks = new Uint32Array(order.length);
  order.forEach((id, rank) => {
    ranks[id] = rank;
  });
  return ranks;
}
