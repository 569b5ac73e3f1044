import type { Dissection } from '../dissection';
import { field } from '../fields/field';

// What stands behind an EtherType, whichever header it is in: Ethernet, VLAN tags, cooked captures, tunnels.

/** Least frame without its check sequence (IEEE 802.3-2022 §3.2.8): shorter ones are padded to it. */
const smallestFrame = 60;

/** Shown with the header that the padded payload belongs to: Ethernet's own, or the VLAN tag's inside it. */
export const padding = field('eth.padding', 'bytes', 'Padding', 'Zeros that fill the frame to 60 bytes');

/**
 * Padding is what fills an Ethernet frame up to its least length, if all zero.
 * @param frameStart offset of the destination address
 * @param start where the payload ends
 * @returns where the padding ends; `start` where there is none
 */
export function addPadding(dissection: Dissection, frameStart: number, start: number, end: number): number {
  // In a tunnel there is no least length; what follows the payload there is a trailer.
  if (frameStart !== 0 || !dissection.inFrame) return start;
  // A frame that is short in spite of it was never padded: a driver handed it over before the card did.
  if (end < frameStart + smallestFrame) return start;
  const paddingEnd = Math.min(dissection.limit, frameStart + smallestFrame);
  if (paddingEnd <= start || dissection.bytes.subarray(start, paddingEnd).some((octet) => octet !== 0)) return start;
  dissection.octets(padding, start, paddingEnd - start);
  return paddingEnd;
}

/**
 * Hands on what an EtherType names, or shows it as data.
 * @returns where the payload's own length ends it; `end` where it has no length. Bytes behind are padding or a trailer.
 */
export function nextByEtherType(dissection: Dissection, type: number, start: number, end: number): number {
  dissection.protocolNames.push('ethertype');
  const payloadEnd = endOfPayload(dissection, type, start, end);
  if (!dissection.next('ethertype', type, start, payloadEnd)) dissection.data(start, payloadEnd);
  return payloadEnd;
}

function endOfPayload(dissection: Dissection, type: number, start: number, end: number): number {
  const length = ownLength(dissection, type, start);
  return length > 0 && start + length < end ? start + length : end;
}

/** Length that the payload's header gives for all of it; 0 where it gives none, or not one to trust. */
function ownLength({ bytes, view, limit }: Dissection, type: number, start: number): number {
  switch (type) {
    case 0x0800: {
      // RFC 791 §3.1. A total length of 0 is left by segmentation offload.
      if (start + 20 > limit || (bytes[start] as number) >> 4 !== 4) return 0;
      const headerLength = ((bytes[start] as number) & 15) * 4;
      const totalLength = view.getUint16(start + 2);
      return headerLength >= 20 && totalLength >= headerLength ? totalLength : 0;
    }
    case 0x86dd: {
      // RFC 8200 §3. A payload length of 0 is a jumbogram's (RFC 2675), or left by segmentation offload.
      if (start + 40 > limit) return 0;
      const payloadLength = view.getUint16(start + 4);
      return payloadLength === 0 ? 0 : 40 + payloadLength;
    }
    case 0x0806:
    case 0x8035:
      // RFC 826: eight bytes, then sender's and target's hardware and protocol addresses.
      return start + 8 > limit ? 0 : 8 + 2 * ((bytes[start + 4] as number) + (bytes[start + 5] as number));
    case 0x888e:
      // IEEE 802.1X-2020 §11.3: version, type, length of the body.
      return start + 4 > limit ? 0 : 4 + view.getUint16(start + 2);
    case 0x88cc:
      return discoveryLength(view, start, limit);
    default:
      return 0;
  }
}

/** IEEE 802.1AB-2016 §8: pieces with nine bits of length, the last of them empty. */
function discoveryLength(view: DataView, start: number, limit: number): number {
  let at = start;
  while (at + 2 <= limit) {
    const piece = view.getUint16(at);
    at += 2 + (piece & 0x1ff);
    if (piece >> 9 === 0) return at - start;
  }
  return 0;
}
