import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// IEEE 802.1AX-2020 §6.4.2.3: what each end says of itself and knows of the other, in two pieces of the same form.
const informationLength = 20;

const stateNames = ['A', 'T', 'G', 'S', 'C', 'D', 'F', 'E'];

const end = (name: 'actor' | 'partner', label: string) =>
  ({
    priority: field(`lacp.${name}.sys_priority`, 'uint16', `${label} system priority`, ''),
    system: field(`lacp.${name}.sysid`, 'ether', `${label} system`, 'Address of the system'),
    key: field(`lacp.${name}.key`, 'uint16', `${label} key`, 'Ports of one key may be bundled'),
    portPriority: field(`lacp.${name}.port_priority`, 'uint16', `${label} port priority`, ''),
    port: field(`lacp.${name}.port`, 'uint16', `${label} port`, ''),
    state: field(`lacp.${name}.state`, 'uint8', `${label} state`, '', { base: 'hex' }),
    activity: field(`lacp.${name}.state.activity`, 'boolean', 'Active', 'Speaks unasked', { mask: 0x01 }),
    timeout: field(`lacp.${name}.state.timeout`, 'boolean', 'Short timeout', '', { mask: 0x02 }),
    aggregation: field(`lacp.${name}.state.aggregation`, 'boolean', 'Aggregatable', '', { mask: 0x04 }),
    synchronization: field(`lacp.${name}.state.synchronization`, 'boolean', 'In sync', '', { mask: 0x08 }),
    collecting: field(`lacp.${name}.state.collecting`, 'boolean', 'Collecting', '', { mask: 0x10 }),
    distributing: field(`lacp.${name}.state.distributing`, 'boolean', 'Distributing', '', { mask: 0x20 }),
    defaulted: field(`lacp.${name}.state.defaulted`, 'boolean', 'Defaulted', 'Knows nothing of the partner', {
      mask: 0x40,
    }),
    expired: field(`lacp.${name}.state.expired`, 'boolean', 'Expired', '', { mask: 0x80 }),
  }) as const;

const actor = end('actor', 'Actor');
const partner = end('partner', 'Partner');

const prefixed = (prefix: string, fields: typeof actor) =>
  Object.fromEntries(Object.entries(fields).map(([name, each]) => [`${prefix}.${name}`, each]));

const fields = {
  version: field('lacp.version', 'uint8', 'Version', '', { base: 'hex' }),
  type: field('lacp.tlv_type', 'uint8', 'Type', '', {
    base: 'hex',
    values: { 0: 'Terminator', 1: 'Actor', 2: 'Partner', 3: 'Collector' },
  }),
  length: field('lacp.tlv_length', 'uint8', 'Length', '', { base: 'hex' }),
} as const;

export const linkAggregation = protocol({
  name: 'lacp',
  short: 'LACP',
  title: 'Link Aggregation Control Protocol',
  fields: [fields, prefixed('actor', actor), prefixed('partner', partner)],

  dissect(dissection: Dissection, start: number, finish: number): void {
    dissection.claim(linkAggregation);
    dissection.begin(linkAggregation, start, finish - start);
    dissection.number(fields.version, start, 1);
    const mine = readEnd(dissection, start + 1, actor);
    const theirs = readEnd(dissection, start + 1 + informationLength, partner);
    dissection.describe(() => `Actor port ${mine}, partner port ${theirs}`);
    dissection.end();
  },
});

/** @returns port and state as text */
function readEnd(dissection: Dissection, at: number, which: typeof actor | typeof partner): string {
  dissection.number(fields.type, at, 1);
  dissection.number(fields.length, at + 1, 1);
  dissection.number(which.priority, at + 2, 2);
  dissection.octets(which.system, at + 4, 6);
  dissection.number(which.key, at + 10, 2);
  dissection.number(which.portPriority, at + 12, 2);
  const port = dissection.number(which.port, at + 14, 2);
  const state = dissection.peek(at + 16, 1);
  dissection.group(which.state, at + 16, 1, state);
  for (const flag of [
    which.activity,
    which.timeout,
    which.aggregation,
    which.synchronization,
    which.collecting,
    which.distributing,
    which.defaulted,
    which.expired,
  ]) {
    dissection.bits(flag, at + 16, 1, state);
  }
  dissection.end();
  return `${port} [${stateNames.map((name, bit) => ((state >> bit) & 1 ? name : '*')).join('')}]`;
}
