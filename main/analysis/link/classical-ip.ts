import type { Dissection } from '../dissection';
import { protocol } from '../protocol';

// LINKTYPE_ATM_CLIP (106): Linux's classical IP over ATM. LLC's SNAP stands in front, or nothing does.
const snapHeader = 0xaaaa03;

export const classicalIp = protocol({
  name: 'clip',
  short: 'CLIP',
  title: 'Classical IP over ATM',
  fields: {},
  registrations: [{ table: 'link', keys: [106] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(classicalIp);
    dissection.begin(classicalIp, start, 0);
    const first = start + 3 <= dissection.limit ? dissection.peek(start, 3) : 0;
    dissection.end();
    if (first === snapHeader) dissection.nextNamed('llc', start, end);
    else if (!dissection.next('ethertype', 0x0800, start, end)) dissection.data(start, end);
  },
});
