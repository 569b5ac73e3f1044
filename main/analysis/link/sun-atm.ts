import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_SUNATM (123), tcpdump.org/linktypes: direction and traffic, path, channel; then what the traffic is.
const headerLength = 4;
const llcTraffic = 2;
const lanEmulation = 1;

const fields = {
  channel: field('atm.channel', 'uint16', 'Direction', '', {
    values: { 0: 'From the terminal', 1: 'To the terminal' },
  }),
  traffic: field('atm.traffic_type', 'uint8', 'Traffic', 'Kind of traffic', {
    values: { 0: 'Unknown', 1: 'LAN emulation', 2: 'LLC', 5: 'ILMI', 6: 'Signaling' },
  }),
  path: field('atm.vpi', 'uint8', 'VPI', 'Virtual path'),
  circuit: field('atm.vci', 'uint16', 'VCI', 'Virtual channel'),
} as const;

export const sunAtm = protocol({
  name: 'atm',
  short: 'ATM',
  title: 'ATM, as Sun captures it',
  fields,
  registrations: [{ table: 'link', keys: [123] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(sunAtm);
    dissection.begin(sunAtm, start, headerLength);
    const first = dissection.peek(start, 1);
    dissection.add(fields.channel, start, 1, first >> 7 === 1 ? 0 : 1);
    const traffic = first & 15;
    dissection.add(fields.traffic, start, 1, traffic);
    dissection.number(fields.path, start + 1, 1);
    dissection.number(fields.circuit, start + 2, 2);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + headerLength;
    if (!complete) return;
    // LAN emulation puts two bytes of client number before Ethernet; FF00 is its control.
    const control = traffic === lanEmulation && payload < dissection.limit && dissection.bytes[payload] === 0xff;
    if (traffic === llcTraffic) dissection.nextNamed('llc', payload, end);
    else if (traffic === lanEmulation && !control) dissection.nextNamed('eth', payload + 2, end);
    else dissection.data(payload, end);
  },
});
