import type { KernelSample } from '../../preload/contract/kernel';

/** `CLOSE-WAIT`; `≠ CLOSED` where the packets say another state, `ESTAB ≠ resends` where they say otherwise of the rest. */
export function kernelText(sample: KernelSample | null): string {
  if (sample === null) return '';
  const { state, differences } = sample;
  const others = differences.filter((each) => each !== 'state');
  const named = others.length < differences.length ? `≠ ${state}` : state;
  return others.length === 0 ? named : `${named} ≠ ${others.join(', ')}`;
}

/** Marks what the packets contradict. */
export const kernelTone = (sample: KernelSample | null): string =>
  sample !== null && sample.differences.length > 0 ? 'tone-warn' : 'tone-dim';
