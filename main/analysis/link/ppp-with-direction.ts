import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ppp } from './ppp';

// LINKTYPE_PPP_WITH_DIR (204), tcpdump.org/linktypes: a byte that tells the direction, then PPP.
const fields = {
  direction: field('frame.p2p_dir', 'int8', 'Direction', 'Whether the host sent or received it', {
    values: { 0: 'Sent', 1: 'Received' },
  }),
} as const;

export const pppWithDirection = protocol({
  name: 'ppp_with_direction',
  short: 'PPP',
  title: 'PPP with a direction',
  variantOf: ppp,
  fields,
  registrations: [{ table: 'link', keys: [204] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    const isSent = dissection.peek(start, 1) !== 0;
    dissection.add(fields.direction, start, 1, isSent ? 0 : 1);
    if (!dissection.failed) dissection.nextNamed('ppp', start + 1, end);
  },
});
