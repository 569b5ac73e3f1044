import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';

// IEEE 802.11-2020 §9.3.3: management frames are fixed fields, by subtype, then elements of a number, a length and a value.
const elementHeader = 2;
const networkName = 0;
const channelElement = 3;
const action = 13;
const actionNoAcknowledgment = 14;

const elementNames = {
  0: 'Network name (SSID)',
  1: 'Supported rates',
  3: 'DSSS channel',
  5: 'Traffic indication map',
  7: 'Country',
  11: 'BSS load',
  32: 'Power constraint',
  35: 'TPC report',
  42: 'ERP information',
  45: 'HT capabilities',
  48: 'Robust security network',
  50: 'Extended supported rates',
  54: 'Mobility domain',
  61: 'HT operation',
  70: 'RM capabilities',
  107: 'Interworking',
  114: 'Mesh ID',
  127: 'Extended capabilities',
  191: 'VHT capabilities',
  192: 'VHT operation',
  221: 'Vendor specific',
  255: 'Extension',
};

const authenticationAlgorithms = { 0: 'Open system', 1: 'Shared key', 2: 'Fast BSS transition', 3: 'SAE', 128: 'LEAP' };

export const managementFields = {
  timestamp: field('wlan.fixed.timestamp', 'uint64', 'Time stamp', "The access point's clock", { unit: 'µs' }),
  interval: field('wlan.fixed.beacon', 'uint32', 'Beacon interval', 'In time units of 1024 µs'),
  capabilities: field('wlan.fixed.capabilities', 'uint16', 'Capabilities', '', { base: 'hex' }),
  listenInterval: field('wlan.fixed.listen_ival', 'uint16', 'Listen interval', 'In beacons', { base: 'hex' }),
  accessPoint: field('wlan.fixed.current_ap', 'ether', 'Current access point', ''),
  status: field('wlan.fixed.status_code', 'uint16', 'Status', '0 for success', { base: 'hex' }),
  association: field('wlan.fixed.aid', 'uint16', 'Association ID', '', { base: 'hex', mask: 0x3fff }),
  reason: field('wlan.fixed.reason_code', 'uint16', 'Reason', 'Why it leaves or must leave', { base: 'hex' }),
  algorithm: field('wlan.fixed.auth.alg', 'uint16', 'Authentication algorithm', '', {
    values: authenticationAlgorithms,
  }),
  transaction: field('wlan.fixed.auth_seq', 'uint16', 'Authentication step', '', { base: 'hex' }),
  category: field('wlan.fixed.category_code', 'uint16', 'Category', 'Kind of action'),
  element: field('wlan.tag', 'none', 'Element', 'One piece of information'),
  number: field('wlan.tag.number', 'uint8', 'Element number', '', { values: elementNames }),
  length: field('wlan.tag.length', 'uint32', 'Element length', '', { unit: 'bytes' }),
  name: field('wlan.ssid', 'bytes', 'SSID', 'Name of the network'),
  channel: field('wlan.ds.current_channel', 'uint8', 'Channel', ''),
} as const;

const { timestamp, interval, capabilities, listenInterval, accessPoint } = managementFields;
const { status, association, reason, algorithm, transaction } = managementFields;

/** Fixed fields by subtype; each is as long as its type. */
const fixedFields: Readonly<Record<number, readonly Field[]>> = {
  0: [capabilities, listenInterval],
  1: [capabilities, status, association],
  2: [capabilities, listenInterval, accessPoint],
  3: [capabilities, status, association],
  4: [],
  5: [timestamp, interval, capabilities],
  8: [timestamp, interval, capabilities],
  10: [reason],
  11: [algorithm, transaction, status],
  12: [reason],
};

/** @returns what the Info column adds to the frame's name */
export function readManagement(dissection: Dissection, subtype: number, start: number, end: number): () => string {
  if (subtype === action || subtype === actionNoAcknowledgment) {
    const category = dissection.number(managementFields.category, start, 1);
    return () => `, category ${category}`;
  }
  const fixed = fixedFields[subtype];
  if (!fixed) return () => '';
  let at = start;
  for (const each of fixed) at += addFixed(dissection, each, at);
  let network: Uint8Array | null = null;
  const last = Math.min(end, dissection.limit);
  while (at + elementHeader <= last && !dissection.failed) {
    const number = dissection.peek(at, 1);
    const length = dissection.peek(at + 1, 1);
    const value = addElement(dissection, at, number, length);
    if (number === networkName && network === null) network = value;
    at += elementHeader + length;
  }
  const name = network;
  return () =>
    name === null ? '' : name.length === 0 ? ', SSID hidden or any' : `, SSID=${new TextDecoder().decode(name)}`;
}

/** @returns the field's length */
function addFixed(dissection: Dissection, which: Field, at: number): number {
  const { view } = dissection;
  const length = which.type === 'uint64' ? 8 : which.type === 'ether' ? 6 : 2;
  if (!dissection.has(at, length)) return length;
  if (which.type === 'uint64') dissection.add(which, at, length, view.getBigUint64(at, true));
  else if (which.type === 'ether') dissection.octets(which, at, length);
  else if (which.mask > 0) dissection.bits(which, at, length, view.getUint16(at, true));
  else dissection.add(which, at, length, view.getUint16(at, true));
  return length;
}

function addElement(dissection: Dissection, at: number, number: number, length: number): Uint8Array {
  const node = dissection.group(managementFields.element, at, elementHeader + length);
  node.text = () => (elementNames as Record<number, string>)[number] ?? `Element ${number}`;
  dissection.add(managementFields.number, at, 1, number);
  dissection.add(managementFields.length, at + 1, 1, length);
  let value = dissection.bytes.subarray(0, 0);
  if (dissection.has(at + elementHeader, length)) {
    value = dissection.bytes.subarray(at + elementHeader, at + elementHeader + length);
  }
  if (number === networkName) dissection.add(managementFields.name, at + elementHeader, length, value);
  if (number === channelElement && length === 1) dissection.number(managementFields.channel, at + elementHeader, 1);
  dissection.end();
  return value;
}
