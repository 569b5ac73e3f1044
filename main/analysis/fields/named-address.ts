import type { Dissection } from '../dissection';
import type { Field } from './field';

/**
 * Adds an address under the fields that hold its name: `ip.src_host`, `eth.addr_resolved`. No names are looked up, so that the name is
 * the address as it is written: what tshark -n has there.
 */
export function addNamed(
  dissection: Dissection,
  fields: readonly Field[],
  start: number,
  length: number,
  write: () => string,
): void {
  if (dissection.failed || !fields.some((field) => dissection.wants(field))) return;
  const name = write();
  for (const field of fields) dissection.add(field, start, length, name);
}
