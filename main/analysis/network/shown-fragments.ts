import type { Dissection } from '../dissection';
import type { FragmentOutcome, Reassembled } from '../dissection-context';
import type { Field } from '../fields/field';

/** The fields that tell of reassembly; IPv4 and IPv6 have them under different names. */
export interface FragmentFields {
  readonly fragments: Field;
  readonly fragment: Field;
  readonly fragmentOverlap: Field;
  readonly fragmentConflict: Field;
  readonly fragmentCount: Field;
  readonly reassembledLength: Field;
  readonly reassembledData: Field;
  readonly reassembledIn: Field;
}

/** Shows what became of a fragment. @returns the datagram, where this frame is the one that completes it */
export function showFragments(
  dissection: Dissection,
  fields: FragmentFields,
  outcome: FragmentOutcome,
): Reassembled | null {
  if (outcome.kind === 'pending') return null;
  if (outcome.kind === 'elsewhere') {
    dissection.add(fields.reassembledIn, 0, 0, outcome.frame);
    return null;
  }
  const { datagram } = outcome;
  const { bytes, fragments } = datagram;
  const group = dissection.group(fields.fragments, 0, 0, fields.fragments.type === 'bytes' ? bytes : null);
  group.text = () =>
    `${fragments.length} fragments (${bytes.length} bytes): ${fragments.map((f) => `#${f.frame} (${f.length})`).join(', ')}`;
  let reached = 0;
  for (const { frame, start, length } of fragments) {
    dissection.group(fields.fragment, 0, 0, frame).text = () =>
      `Frame ${frame}: bytes ${start}-${start + length - 1} (${length} bytes)`;
    if (start < reached) dissection.add(fields.fragmentOverlap, 0, 0, true);
    dissection.end();
    reached = Math.max(reached, start + length);
  }
  if (datagram.conflicting) dissection.add(fields.fragmentConflict, 0, 0, true);
  dissection.add(fields.fragmentCount, 0, 0, fragments.length);
  dissection.add(fields.reassembledLength, 0, 0, bytes.length);
  dissection.add(fields.reassembledData, 0, 0, bytes);
  dissection.end();
  return datagram;
}
