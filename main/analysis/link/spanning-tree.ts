import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ethernetText } from '../network/address-text';
import { protocol } from '../protocol';

// IEEE 802.1D-2004 §9.3 (configuration, topology change, rapid), IEEE 802.1Q-2022 §14 (multiple, shortest path).
const configuration = 0x00;
const topologyChange = 0x80;
/** Times are in units of 1/256 second. */
const timeUnit = 256;
const roles = { 0: 'Unknown', 1: 'Alternate or backup', 2: 'Root', 3: 'Designated' };

const versions = { 0: 'Spanning Tree', 2: 'Rapid Spanning Tree', 3: 'Multiple Spanning Tree', 4: 'Shortest Path Tree' };

const fields = {
  protocol: field('stp.protocol', 'uint16', 'Protocol identifier', 'Always 0', { base: 'hex' }),
  version: field('stp.version', 'uint8', 'Version', 'Kind of spanning tree', { values: versions }),
  type: field('stp.type', 'uint8', 'BPDU type', '', {
    base: 'hex',
    values: { 0: 'Configuration', 2: 'Rapid or multiple', 128: 'Topology change notification' },
  }),
  flags: field('stp.flags', 'uint8', 'Flags', '', { base: 'hex' }),
  acknowledged: field('stp.flags.tcack', 'boolean', 'Topology change acknowledgment', '', { mask: 0x80 }),
  agreement: field('stp.flags.agreement', 'boolean', 'Agreement', '', { mask: 0x40 }),
  forwarding: field('stp.flags.forwarding', 'boolean', 'Forwarding', '', { mask: 0x20 }),
  learning: field('stp.flags.learning', 'boolean', 'Learning', '', { mask: 0x10 }),
  role: field('stp.flags.port_role', 'uint8', 'Port role', '', { mask: 0x0c, values: roles }),
  proposal: field('stp.flags.proposal', 'boolean', 'Proposal', '', { mask: 0x02 }),
  changed: field('stp.flags.tc', 'boolean', 'Topology change', '', { mask: 0x01 }),
  rootPriority: field('stp.root.prio', 'uint16', 'Root priority', 'Lowest wins'),
  rootExtension: field('stp.root.ext', 'uint16', 'Root system ID extension', 'VLAN or instance'),
  root: field('stp.root.hw', 'ether', 'Root', 'Address of the root bridge'),
  cost: field('stp.root.cost', 'uint32', 'Root path cost', 'Cost of the way to the root'),
  bridgePriority: field('stp.bridge.prio', 'uint16', 'Bridge priority', ''),
  bridgeExtension: field('stp.bridge.ext', 'uint16', 'Bridge system ID extension', 'VLAN or instance'),
  bridge: field('stp.bridge.hw', 'ether', 'Bridge', 'Address of the bridge that sends'),
  port: field('stp.port', 'uint16', 'Port', 'Priority and number of the port', { base: 'hex' }),
  messageAge: field('stp.msg_age', 'double', 'Message age', '', { unit: 's' }),
  maximumAge: field('stp.max_age', 'double', 'Maximum age', '', { unit: 's' }),
  hello: field('stp.hello', 'double', 'Hello time', '', { unit: 's' }),
  delay: field('stp.forward', 'double', 'Forward delay', '', { unit: 's' }),
  versionOneLength: field('stp.version_1_length', 'uint8', 'Version 1 length', ''),
} as const;

const rootFields = { priority: fields.rootPriority, extension: fields.rootExtension, address: fields.root };
const bridgeFields = { priority: fields.bridgePriority, extension: fields.bridgeExtension, address: fields.bridge };

export const spanningTree = protocol({
  name: 'stp',
  short: 'STP',
  title: 'Spanning Tree Protocol',
  fields,
  registrations: [
    { table: 'llc.dsap', keys: [0x42] },
    // Cisco's per-VLAN form, and the bridge PDU of RFC 2684.
    { table: 'llc.snap.cisco', keys: [0x010b] },
    { table: 'llc.snap.bridged', keys: [0x000e] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(spanningTree);
    const head = dissection.begin(spanningTree, start, end - start);
    // Attribute registration (GVRP and its kind) has the same access point and identifier 1.
    if (start + 2 <= dissection.limit && dissection.view.getUint16(start) !== 0) {
      dissection.describe(() => 'Attribute registration');
      dissection.end();
      dissection.data(start, end);
      return;
    }
    dissection.number(fields.protocol, start, 2);
    const version = dissection.number(fields.version, start + 2, 1);
    const type = dissection.number(fields.type, start + 3, 1);
    const name = (versions as Record<number, string>)[version] ?? `version ${version}`;
    head.text = () => name;
    if (type === topologyChange) dissection.describe(() => 'Topology change notification');
    else readConfiguration(dissection, start, type, name);
    dissection.end();
  },
});

function readConfiguration(dissection: Dissection, start: number, type: number, name: string): void {
  addFlags(dissection, start + 4, type !== configuration);
  const root = addBridge(dissection, start + 5, rootFields);
  const cost = dissection.number(fields.cost, start + 13, 4);
  addBridge(dissection, start + 17, bridgeFields);
  const port = dissection.number(fields.port, start + 25, 2);
  dissection.describe(() => `${name}, root ${root()}, cost ${cost}, port 0x${port.toString(16).padStart(4, '0')}`);
  const times = [fields.messageAge, fields.maximumAge, fields.hello, fields.delay];
  for (const [i, time] of times.entries()) {
    const at = start + 27 + 2 * i;
    dissection.add(time, at, 2, dissection.peek(at, 2) / timeUnit);
  }
  if (type !== configuration) dissection.number(fields.versionOneLength, start + 35, 1);
}

function addFlags(dissection: Dissection, at: number, rapid: boolean): void {
  const flags = dissection.peek(at, 1);
  dissection.group(fields.flags, at, 1, flags);
  dissection.bits(fields.acknowledged, at, 1, flags);
  if (rapid) {
    dissection.bits(fields.agreement, at, 1, flags);
    dissection.bits(fields.forwarding, at, 1, flags);
    dissection.bits(fields.learning, at, 1, flags);
    dissection.bits(fields.role, at, 1, flags);
    dissection.bits(fields.proposal, at, 1, flags);
  }
  dissection.bits(fields.changed, at, 1, flags);
  dissection.end();
}

/** §9.2.5: four bits of priority, twelve of extension, the address. @returns it as text */
function addBridge(dissection: Dissection, at: number, which: typeof rootFields | typeof bridgeFields): () => string {
  const word = dissection.peek(at, 2);
  dissection.add(which.priority, at, 2, word & 0xf000);
  dissection.add(which.extension, at, 2, word & 0x0fff);
  const address = dissection.octets(which.address, at + 2, 6);
  return () => `${word & 0xf000}/${word & 0x0fff}/${address.length < 6 ? '?' : ethernetText(address)}`;
}
