import type { Dissection } from '../../dissection';
import { protocol } from '../../protocol';
import { dissectMessage } from './message';
import { beginsMessage } from './start-line';

/** Simple Service Discovery Protocol: HTTP's messages in datagrams (UPnP device architecture 1.1, §1). */
export const ssdp = protocol({
  name: 'ssdp',
  short: 'SSDP',
  title: 'Simple Service Discovery Protocol',
  fields: {},
  registrations: [{ table: 'udp.port', keys: [1900] }],
  recognize: { over: [], test: beginsMessage },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ssdp);
    dissection.begin(ssdp, start, Math.min(end, dissection.limit) - start);
    dissectMessage(dissection, start, end);
    dissection.end();
  },
});
