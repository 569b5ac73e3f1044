import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';

// Options of the hop-by-hop and destination-options headers: RFC 8200 §4.2, and the registry's for each option.

const pad1 = 0x00;
const padN = 0x01;
const routerAlert = 0x05;
const rpl = 0x63;
const jumboPayload = 0xc2;

const optionNames = {
  0: 'Pad1',
  1: 'PadN',
  4: 'Tunnel Encapsulation Limit',
  5: 'Router Alert',
  7: 'CALIPSO',
  8: 'SMF_DPD',
  15: 'PDM',
  38: 'Quick-Start',
  48: 'Minimum Path MTU',
  49: 'IOAM',
  99: 'RPL',
  109: 'MPL',
  138: 'Endpoint Identification',
  139: 'ILNP Nonce',
  140: 'Line-Identification',
  194: 'Jumbo Payload',
  201: 'Home Address',
  238: 'IP_DFF',
} as const;

export const ipv6OptionFields = {
  option: field('ipv6.opt', 'none', 'Option', 'An option of an extension header'),
  type: field('ipv6.opt.type', 'uint8', 'Type', 'Which option it is', { base: 'hex', values: optionNames }),
  action: field('ipv6.opt.type.action', 'uint8', 'Action', 'What a node does that does not know the option', {
    mask: 0xc0,
    values: {
      0: 'Skip and continue',
      1: 'Discard',
      2: 'Discard and send an ICMP error',
      3: 'Discard and send an ICMP error unless multicast',
    },
  }),
  change: field('ipv6.opt.type.change', 'boolean', 'May change', 'Routers may change the data', { mask: 0x20 }),
  rest: field('ipv6.opt.type.rest', 'uint8', 'Low-order bits', 'The rest of the type', { mask: 0x1f, base: 'hex' }),
  length: field('ipv6.opt.length', 'uint8', 'Length', 'Bytes of option data', { unit: 'bytes' }),
  pad1: field('ipv6.opt.pad1', 'none', 'Pad1', 'One byte of padding'),
  padN: field('ipv6.opt.padn', 'bytes', 'PadN', 'Padding', { empty: '<none>' }),
  routerAlert: field('ipv6.opt.router_alert', 'uint16', 'Router Alert', 'Why routers should look inside (RFC 2711)', {
    values: { 0: 'MLD', 1: 'RSVP', 2: 'Active Networks', 35: 'NSIS NATFW NSLP', 69: 'MPLS OAM' },
  }),
  tunnelLimit: field('ipv6.opt.tel', 'uint8', 'Tunnel Encapsulation Limit', 'Tunnels that may still be entered'),
  jumbo: field('ipv6.opt.jumbo', 'uint32', 'Jumbo Payload Length', 'Length of a payload above 65,535 (RFC 2675)', {
    unit: 'bytes',
  }),
  homeAddress: field('ipv6.opt.mipv6.home_address', 'ipv6', 'Home Address', 'Home address of a mobile node (RFC 6275)'),
  rplFlags: field('ipv6.opt.rpl.flag', 'uint8', 'RPL flags', 'Down, rank error, forwarding error (RFC 6553)', {
    base: 'hex',
  }),
  rplInstance: field('ipv6.opt.rpl.instance_id', 'uint8', 'RPL instance', 'Routing instance', { base: 'hex' }),
  rplRank: field('ipv6.opt.rpl.sender_rank', 'uint16', 'Sender rank', "The forwarding node's rank", { base: 'hex' }),
  scaleReceived: field('ipv6.opt.pdm.scale_dtlr', 'uint8', 'Scale of time since received', 'RFC 8250 §3.1'),
  scaleSent: field('ipv6.opt.pdm.scale_dtls', 'uint8', 'Scale of time since sent', 'RFC 8250 §3.1'),
  thisSequence: field('ipv6.opt.pdm.psn_this_pkt', 'uint16', 'Sequence of this packet', 'RFC 8250 §3.1'),
  lastSequence: field('ipv6.opt.pdm.psn_last_recv', 'uint16', 'Sequence last received', 'RFC 8250 §3.1'),
  sinceReceived: field('ipv6.opt.pdm.delta_last_recv', 'uint16', 'Time since last received', 'RFC 8250 §3.1'),
  sinceSent: field('ipv6.opt.pdm.delta_last_sent', 'uint16', 'Time since last sent', 'RFC 8250 §3.1'),
  minimumMtu: field('ipv6.opt.pmtu.min', 'uint16', 'Minimum path MTU', 'Smallest MTU met so far (RFC 9268)'),
  returnedMtu: field('ipv6.opt.pmtu.rtn', 'uint16', 'Returned path MTU', 'MTU that the other side found'),
  unknown: field('ipv6.opt.unknown', 'bytes', 'Data', 'Data of an option that is not read further'),
} as const;

/** Length of the option data that each option must have. */
const fixedLengths: Readonly<Record<number, number>> = { 4: 1, 5: 2, 15: 10, 48: 4, 194: 4, 201: 16 };

/**
 * Shows the options between `start` and `end`.
 * @returns the payload length of a jumbo payload option; 0 without one
 */
export function readIpv6Options(dissection: Dissection, start: number, end: number): number {
  let jumboLength = 0;
  let at = start;
  while (at < end && !dissection.failed) {
    const type = dissection.peek(at, 1);
    const length = type === pad1 ? 0 : dissection.peek(at + 1, 1);
    const next = type === pad1 ? at + 1 : at + 2 + length;
    const group = dissection.group(ipv6OptionFields.option, at, next - at);
    group.text = () => `Option: ${optionNames[type as keyof typeof optionNames] ?? `unknown (${type})`}`;
    addType(dissection, at, type);
    if (type === pad1) dissection.add(ipv6OptionFields.pad1, at, 1, null);
    else {
      dissection.add(ipv6OptionFields.length, at + 1, 1, length);
      if (next > end)
        dissection.malformed(at + 1, `option of ${length} bytes where ${Math.max(0, end - at - 2)} are left`);
      else if ((fixedLengths[type] ?? length) !== length) {
        dissection.malformed(at + 1, `option ${type} has ${length} bytes, must have ${fixedLengths[type]}`);
      } else readOption(dissection, type, at + 2, length);
      if (type === jumboPayload) jumboLength = dissection.failed ? 0 : dissection.peek(at + 2, 4);
    }
    dissection.end();
    at = next;
  }
  return jumboLength;
}

function addType(dissection: Dissection, at: number, type: number): void {
  dissection.group(ipv6OptionFields.type, at, 1, type);
  dissection.bits(ipv6OptionFields.action, at, 1, type);
  dissection.bits(ipv6OptionFields.change, at, 1, type);
  dissection.bits(ipv6OptionFields.rest, at, 1, type);
  dissection.end();
}

function readOption(dissection: Dissection, type: number, at: number, length: number): void {
  const fields = ipv6OptionFields;
  switch (type) {
    case padN:
      dissection.octets(fields.padN, at, length);
      break;
    case 4:
      dissection.number(fields.tunnelLimit, at, 1);
      break;
    case routerAlert:
      dissection.number(fields.routerAlert, at, 2);
      break;
    case jumboPayload:
      dissection.number(fields.jumbo, at, 4);
      break;
    case 201:
      dissection.octets(fields.homeAddress, at, 16);
      break;
    case 15:
      dissection.number(fields.scaleReceived, at, 1);
      dissection.number(fields.scaleSent, at + 1, 1);
      dissection.number(fields.thisSequence, at + 2, 2);
      dissection.number(fields.lastSequence, at + 4, 2);
      dissection.number(fields.sinceReceived, at + 6, 2);
      dissection.number(fields.sinceSent, at + 8, 2);
      break;
    case 48:
      dissection.number(fields.minimumMtu, at, 2);
      dissection.number(fields.returnedMtu, at + 2, 2);
      break;
    case rpl:
      if (length >= 4) {
        dissection.number(fields.rplFlags, at, 1);
        dissection.number(fields.rplInstance, at + 1, 1);
        dissection.number(fields.rplRank, at + 2, 2);
        break;
      }
      dissection.octets(fields.unknown, at, length);
      break;
    default:
      dissection.octets(fields.unknown, at, length);
  }
}

/**
 * Passes over a header of options while loading.
 * @returns its length; 0 where the dissector must look: a length that lies, an option that changes how the rest is read
 */
export function scanIpv6Options(scan: PacketScan, start: number, end: number): number {
  const { bytes } = scan;
  if (start + 8 > scan.limit) return 0;
  const length = ((bytes[start + 1] as number) + 1) * 8;
  const optionsEnd = start + length;
  if (optionsEnd > scan.limit || optionsEnd > end) return 0;
  let at = start + 2;
  while (at < optionsEnd) {
    const type = bytes[at] as number;
    if (type === pad1) {
      at++;
      continue;
    }
    const plain = type === padN || (type === routerAlert && bytes[at + 1] === 2);
    if (!plain || at + 2 > optionsEnd) return 0;
    at += 2 + (bytes[at + 1] as number);
  }
  return at === optionsEnd ? length : 0;
}
