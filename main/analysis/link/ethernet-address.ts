import type { Dissection } from '../dissection';
import type { Field } from '../fields/field';
import { addNamed } from '../fields/named-address';
import { ethernetText } from '../network/address-text';

/** The fields that one MAC address yields. */
export interface AddressFields {
  readonly address: Field;
  /** The same address under the name that stands for either end. */
  readonly either: Field;
  /** Both as text. */
  readonly name: Field;
  readonly eitherName: Field;
  readonly local: Field;
  readonly eitherLocal: Field;
  readonly group: Field;
  readonly eitherGroup: Field;
}

/** Adds a MAC address with the two bits that say who gave it and whom it reaches (IEEE 802-2014 §8.2). */
export function addEthernetAddress(dissection: Dissection, fields: AddressFields, start: number): void {
  if (!dissection.has(start, 6)) return;
  const address = dissection.bytes.subarray(start, start + 6);
  const first = address[0] as number;
  dissection.group(fields.address, start, 6, address);
  dissection.add(fields.either, start, 6, address);
  addNamed(dissection, [fields.name, fields.eitherName], start, 6, () => ethernetText(address));
  for (const field of [fields.local, fields.eitherLocal]) dissection.add(field, start, 3, (first & 2) !== 0);
  for (const field of [fields.group, fields.eitherGroup]) dissection.add(field, start, 3, (first & 1) !== 0);
  dissection.end();
}
