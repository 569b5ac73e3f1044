import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { addPadding, nextByEtherType, padding } from './ether-payload';
import { etherTypes } from './ether-types';
import { linuxDeviceTypes, linuxPacketTypes, linuxProtocols } from './linux-cooked-values';

// What both forms of Linux cooked captures have (tcpdump.org/linktypes): the same fields in another order.
const smallestType = 0x0600;
/** Room for the address, whatever its length. */
const addressRoom = 8;

export const linuxCookedFields = {
  packetType: field('sll.pkttype', 'uint16', 'Packet type', 'To whom the packet was sent', {
    values: linuxPacketTypes,
  }),
  deviceType: field('sll.hatype', 'uint16', 'Device type', "Linux's ARPHRD_ number of the interface", {
    values: linuxDeviceTypes,
  }),
  addressLength: field('sll.halen', 'uint16', 'Address length', "Bytes of the sender's address", { unit: 'bytes' }),
  ethernet: field('sll.src.eth', 'ether', 'Source', 'Address of the sender'),
  ipv4: field('sll.src.ipv4', 'ipv4', 'Source', 'Address of the sender of a tunnel'),
  other: field('sll.src.other', 'bytes', 'Source', 'Address of the sender'),
  interface: field('sll.ifindex', 'uint32', 'Interface index', 'Number of the interface in that system'),
  unused: field('sll.unused', 'bytes', 'Unused', 'Room that the address leaves'),
  padding,
  trailer: field('sll.trailer', 'bytes', 'Trailer', 'Bytes behind the payload'),
  etherType: field('sll.etype', 'uint16', 'Protocol', 'EtherType of the payload', { base: 'hex', values: etherTypes }),
  linuxType: field('sll.ltype', 'uint16', 'Protocol', "Linux's own number for the payload", {
    base: 'hex',
    values: linuxProtocols,
  }),
} as const;

/** @param length what the header says; at most eight bytes are kept of the address */
export function addLinuxAddress(dissection: Dissection, start: number, length: number): void {
  const kept = Math.min(length, addressRoom);
  if (kept === 4) dissection.ipv4(linuxCookedFields.ipv4, start);
  else if (kept > 0) dissection.octets(kept === 6 ? linuxCookedFields.ethernet : linuxCookedFields.other, start, kept);
  if (kept < addressRoom) dissection.octets(linuxCookedFields.unused, start + kept, addressRoom - kept);
}

export function addLinuxProtocol(dissection: Dissection, start: number): number {
  const type = dissection.peek(start, 2);
  const shown = type < smallestType ? linuxCookedFields.linuxType : linuxCookedFields.etherType;
  dissection.add(shown, start, 2, type);
  return type;
}

/**
 * Called with the header still open: what an Ethernet device left behind the payload is shown with it.
 * @param headerStart offset of the cooked header, which counts as the frame's own to tell padding
 */
export function nextByLinuxProtocol(
  dissection: Dissection,
  type: number,
  headerStart: number,
  start: number,
  end: number,
): void {
  if (type >= smallestType) {
    const payloadEnd = nextByEtherType(dissection, type, start, end);
    const trailerStart = addPadding(dissection, headerStart, payloadEnd, end);
    const trailing = Math.min(end, dissection.limit) - trailerStart;
    if (trailing > 0) dissection.octets(linuxCookedFields.trailer, trailerStart, trailing);
  } else if (!dissection.next('linux.protocol', type, start, end)) dissection.data(start, end);
}
