import type { BackendName, FilterVerdict } from './backend';
import { backendNamed, backends } from './backends';

/**
 * Compiles a capture filter for an interface before anything is started. Asks the backend that is to capture first; where it
 * cannot tell, any other that can.
 */
export async function checkFilter(
  filter: string,
  device: string,
  linkType: number,
  preferred: BackendName,
): Promise<FilterVerdict> {
  if (filter.trim() === '') return { error: null };
  // Filters without privilege come first: tcpdump compiles without opening the interface.
  const first = backendNamed('tcpdump');
  const order = [first, backendNamed(preferred), ...backends].filter((backend, at, all) => all.indexOf(backend) === at);
  for (const backend of order) {
    const verdict = await backend.checkFilter(filter, device, linkType);
    if (verdict !== undefined) return verdict;
  }
  // Nobody could tell: the backend will when it starts.
  return { error: null };
}
