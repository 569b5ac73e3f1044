import type { Backend, BackendName } from './backend';
import { cap } from './cap';
import { dumpcap } from './dumpcap';
import { tcpdump } from './tcpdump';

/** In the order in which they are preferred: times by the kernel first, and of those the one that delivers sooner. */
export const backends: readonly Backend[] = [dumpcap, tcpdump, cap];

export function backendNamed(name: BackendName): Backend {
  const found = backends.find((backend) => backend.name === name);
  if (!found) throw new Error(`There is no capture backend ${name}.`);
  return found;
}
