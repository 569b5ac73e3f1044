import type { KernelSample } from '../../../preload/contract/kernel';

/** States as `ss` calls them, in the order of a connection's life. */
const lives = [
  'LISTEN',
  'SYN-SENT',
  'SYN-RECV',
  'ESTAB',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
];

/** Where what the kernel said stands in an order: what the packets contradict first, then by state; null where it said nothing. */
export function kernelRank(sample: KernelSample | null): number | null {
  if (sample === null) return null;
  const state = lives.indexOf(sample.state);
  const place = state < 0 ? lives.length : state;
  return sample.differences.length > 0 ? place : place + lives.length + 1;
}
