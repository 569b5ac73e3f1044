import type { Dissection } from '../dissection';
import { field } from '../fields/field';

// RFC 791 §3.1; router alert RFC 2113, security RFC 1108, MTU RFC 1063, traceroute RFC 1393, quick-start RFC 4782, selective
// directed broadcast RFC 1770; numbers in IANA "IP Option Numbers".

const endOfList = 0;
const noOperation = 1;
const recordRoute = 7;
const timestamp = 68;
const security = 130;
const looseSourceRoute = 131;
const strictSourceRoute = 137;
const smallestPointer = 4;

const optionNames: Readonly<Record<number, string>> = {
  0: 'End of Options List',
  1: 'No-Operation',
  7: 'Record Route',
  11: 'MTU Probe',
  12: 'MTU Reply',
  25: 'Quick-Start',
  68: 'Timestamp',
  82: 'Traceroute',
  130: 'Security',
  131: 'Loose Source Route',
  133: 'Extended Security',
  134: 'Commercial Security',
  136: 'Stream ID',
  137: 'Strict Source Route',
  148: 'Router Alert',
  149: 'Selective Directed Broadcast',
};

export const ipv4OptionFields = {
  type: field('ip.opt.type', 'uint8', 'Type', 'Which option it is', { values: optionNames }),
  copied: field('ip.opt.type.copy', 'boolean', 'Copied', 'Goes into every fragment', { mask: 0x80 }),
  class: field('ip.opt.type.class', 'uint8', 'Class', 'Control, or debugging and measurement', {
    mask: 0x60,
    values: { 0: 'Control', 2: 'Debugging and measurement' },
  }),
  number: field('ip.opt.type.number', 'uint8', 'Number', 'Number of the option in its class', { mask: 0x1f }),
  length: field('ip.opt.len', 'uint8', 'Length', 'Bytes of the option, type and length counted', { unit: 'bytes' }),
  pointer: field('ip.opt.ptr', 'uint8', 'Pointer', 'Where the next entry goes, from 1'),
  recordedRoute: field('ip.rec_rt', 'ipv4', 'Recorded Route', 'A router that was passed'),
  emptyRoute: field('ip.empty_rt', 'ipv4', 'Empty Route', 'Room for a router still to come'),
  sourceRoute: field('ip.src_rt', 'ipv4', 'Source Route', 'A router still to be visited'),
  currentRoute: field('ip.cur_rt', 'ipv4', 'Current Route', 'The router that a source-routed packet goes to next'),
  overflow: field('ip.opt.overflow', 'uint8', 'Overflow', 'Routers that found no room', { mask: 0xf0 }),
  flag: field('ip.opt.flag', 'uint8', 'Flag', 'What is recorded', {
    mask: 0x0f,
    base: 'hex',
    values: { 0: 'Time stamps only', 1: 'Time stamp and address', 3: 'Time stamps for given addresses' },
  }),
  timestamp: field('ip.opt.time_stamp', 'uint32', 'Time stamp', 'Milliseconds since midnight UTC'),
  timestampAddress: field('ip.opt.time_stamp_addr', 'ipv4', 'Address', 'Who stamped'),
  routerAlert: field('ip.opt.ra', 'uint16', 'Router Alert', 'Routers should look inside', {
    values: { 0: 'Router shall examine packet' },
  }),
  stream: field('ip.opt.sid', 'uint16', 'Stream Identifier', 'Stream of the SATNET'),
  mtu: field('ip.opt.mtu', 'uint16', 'MTU', 'Smallest MTU met so far', { unit: 'bytes' }),
  identification: field('ip.opt.id_number', 'uint16', 'ID Number', 'Tells replies to one traceroute'),
  outboundHops: field('ip.opt.ohc', 'uint16', 'Outbound Hop Count', 'Routers on the way out'),
  returnHops: field('ip.opt.rhc', 'uint16', 'Return Hop Count', 'Routers on the way back'),
  originator: field('ip.opt.originator', 'ipv4', 'Originator', 'Who started the traceroute'),
  broadcastAddress: field('ip.opt.addr', 'ipv4', 'Address', 'A network to broadcast in'),
  level: field('ip.opt.sec_cl', 'uint8', 'Classification Level', 'How secret it is (RFC 1108 §2.3)', {
    base: 'hex',
    values: { 1: 'Reserved 4', 61: 'Top Secret', 90: 'Secret', 150: 'Confidential', 171: 'Unclassified' },
  }),
  authorities: field('ip.opt.sec_prot_auth_flags', 'uint8', 'Protection Authorities', 'Whose rules apply', {
    base: 'hex',
  }),
  oldSecurity: field('ip.opt.sec_rfc791_sec', 'uint16', 'Security', 'How secret it is (RFC 791)', { base: 'hex' }),
  compartments: field('ip.opt.sec_rfc791_comp', 'uint16', 'Compartments', 'Compartment of the information'),
  restrictions: field('ip.opt.sec_rfc791_hr', 'string', 'Handling Restrictions', 'Control and release markings'),
  transmission: field('ip.opt.sec_rfc791_tcc', 'string', 'Transmission Control Code', 'Community of interest'),
  formatCode: field('ip.opt.ext_sec_add_sec_info_format_code', 'uint8', 'Format Code', 'How the rest is written', {
    base: 'hex',
  }),
  moreSecurity: field('ip.opt.ext_sec_add_sec_info', 'bytes', 'Additional Security', 'More security information'),
  domain: field('ip.cipso.doi', 'uint32', 'Domain of Interpretation', 'Who gave the labels their meaning'),
  tagType: field('ip.cipso.tag_type', 'uint8', 'Tag Type', 'How a label is written'),
  quickStartFunction: field('ip.opt.qs_func', 'uint8', 'Function', 'Request or report of a rate', {
    mask: 0xf0,
    values: { 0: 'Rate request', 8: 'Rate report' },
  }),
  quickStartRate: field('ip.opt.qs_rate', 'uint8', 'Rate', '40 kbit/s times 2 to this power', { mask: 0x0f }),
  quickStartTtl: field('ip.opt.qs_ttl', 'uint8', 'QS TTL', 'Counts routers that know the option'),
} as const;

/** Shows the options between `start` and `end`; they stop at the first that cannot be. */
export function readIpv4Options(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at < end && !dissection.failed) {
    const type = dissection.peek(at, 1);
    const single = type === endOfList || type === noOperation;
    const length = single ? 1 : dissection.peek(at + 1, 1);
    const head = dissection.group(ipv4OptionFields.type, at, single ? 1 : Math.max(2, length), type);
    head.text = () => `Option: ${optionNames[type] ?? `unknown (${type})`}`;
    dissection.bits(ipv4OptionFields.copied, at, 1, type);
    dissection.bits(ipv4OptionFields.class, at, 1, type);
    dissection.bits(ipv4OptionFields.number, at, 1, type);
    if (!single) readBody(dissection, type, at, length, end);
    dissection.end();
    if (type === endOfList) return;
    at += length;
  }
}

/**
 * Where a source-routed packet goes in the end, while it is still under way.
 * @returns offset of the last address of its route; -1 without a route, or where the route is used up or not captured
 */
export function finalDestinationAt(dissection: Dissection, start: number, end: number): number {
  if (end > dissection.limit) return -1;
  let at = start;
  while (at + 2 < end) {
    const type = dissection.bytes[at] as number;
    if (type === endOfList) return -1;
    const length = type === noOperation ? 1 : (dissection.bytes[at + 1] as number);
    if (length === 0 || at + length > end) return -1;
    if (type === looseSourceRoute || type === strictSourceRoute) {
      const pointer = dissection.bytes[at + 2] as number;
      return pointer >= smallestPointer && pointer <= length - 3 ? at + length - 4 : -1;
    }
    at += length;
  }
  return -1;
}

function readBody(dissection: Dissection, type: number, at: number, length: number, end: number): void {
  dissection.add(ipv4OptionFields.length, at + 1, 1, length);
  if (length < 2) dissection.malformed(at + 1, `option length ${length}, must be at least 2`);
  else if (at + length > end) dissection.malformed(at + 1, `option of ${length} bytes where ${end - at} are left`);
  else readOption(dissection, type, at, length);
}

function readOption(dissection: Dissection, type: number, at: number, length: number): void {
  const fields = ipv4OptionFields;
  const data = at + 2;
  if (type === recordRoute || type === looseSourceRoute || type === strictSourceRoute) {
    readRoute(dissection, type, at, length);
  } else if (type === timestamp) readTimestamps(dissection, at, length);
  else if (type === 148 && length === 4) dissection.number(fields.routerAlert, data, 2);
  else if (type === 136 && length === 4) dissection.number(fields.stream, data, 2);
  else if ((type === 11 || type === 12) && length === 4) dissection.number(fields.mtu, data, 2);
  else if (type === security) readSecurity(dissection, data, length - 2);
  else if (type === 133 && length > 2) {
    dissection.number(fields.formatCode, data, 1);
    if (length > 3) dissection.octets(fields.moreSecurity, data + 1, length - 3);
  } else if (type === 134 && length >= 6) {
    dissection.number(fields.domain, data, 4);
    if (length > 6) dissection.number(fields.tagType, data + 4, 1);
  } else if (type === 82 && length === 12) {
    dissection.number(fields.identification, data, 2);
    dissection.number(fields.outboundHops, data + 2, 2);
    dissection.number(fields.returnHops, data + 4, 2);
    dissection.ipv4(fields.originator, data + 6);
  } else if (type === 149) {
    for (let place = data; place + 4 <= at + length; place += 4) dissection.ipv4(fields.broadcastAddress, place);
  } else if (type === 25 && length === 8) {
    const word = dissection.peek(data, 1);
    dissection.bits(fields.quickStartFunction, data, 1, word);
    dissection.bits(fields.quickStartRate, data, 1, word);
    dissection.number(fields.quickStartTtl, data + 1, 1);
  }
}

/** Entries before the pointer are filled; behind it they wait to be (RFC 791 §3.1). */
function readRoute(dissection: Dissection, type: number, at: number, length: number): void {
  const pointer = dissection.number(ipv4OptionFields.pointer, at + 2, 1);
  if (pointer < smallestPointer || pointer % 4 !== 0) {
    dissection.malformed(at + 2, `pointer ${pointer} is not at the beginning of an address`);
    return;
  }
  const waiting = type === recordRoute ? ipv4OptionFields.emptyRoute : ipv4OptionFields.sourceRoute;
  for (let place = smallestPointer; place + 3 <= length; place += 4) {
    const node = place < pointer ? ipv4OptionFields.recordedRoute : waiting;
    // The last address of a route under way is the destination, shown as such.
    const isDestination = type !== recordRoute && place >= pointer && place + 7 > length;
    if (!isDestination) dissection.ipv4(node, at + place - 1);
  }
}

function readTimestamps(dissection: Dissection, at: number, length: number): void {
  dissection.number(ipv4OptionFields.pointer, at + 2, 1);
  if (length < 4) {
    dissection.malformed(at + 1, `timestamp option of ${length} bytes, must have at least 4`);
    return;
  }
  const whole = dissection.peek(at + 3, 1);
  dissection.bits(ipv4OptionFields.overflow, at + 3, 1, whole);
  const withAddresses = dissection.bits(ipv4OptionFields.flag, at + 3, 1, whole) !== 0;
  const size = withAddresses ? 8 : 4;
  for (let place = at + 4; place + size <= at + length && !dissection.failed; place += size) {
    if (withAddresses) dissection.ipv4(ipv4OptionFields.timestampAddress, place);
    dissection.number(ipv4OptionFields.timestamp, place + size - 4, 4);
  }
}

/** RFC 791's form always has 11 bytes; RFC 1108 replaced it. */
function readSecurity(dissection: Dissection, data: number, length: number): void {
  if (length === 9) {
    dissection.number(ipv4OptionFields.oldSecurity, data, 2);
    dissection.number(ipv4OptionFields.compartments, data + 2, 2);
    const text = (from: number, to: number) =>
      Array.from(dissection.bytes.subarray(from, to), (code) => (code > 0 ? String.fromCharCode(code) : '')).join('');
    dissection.add(ipv4OptionFields.restrictions, data + 4, 2, text(data + 4, data + 6));
    dissection.add(ipv4OptionFields.transmission, data + 6, 3, text(data + 6, data + 9));
  } else if (length > 0) {
    dissection.number(ipv4OptionFields.level, data, 1);
    for (let at = data + 1; at < data + length; at++) dissection.number(ipv4OptionFields.authorities, at, 1);
  }
}
