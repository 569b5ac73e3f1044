import type { Dissection } from '../dissection';
import { field } from '../fields/field';

// RFC 2516 §4: what discovery and session have in front alike.
export const pppoeHeaderLength = 6;

/** §5, appendix A; RFC 5578 for the credits. */
export const pppoeCodes = {
  0: 'Session data',
  7: 'PADO, discovery offer',
  9: 'PADI, discovery initiation',
  10: 'PADG, session grant',
  11: 'PADC, session credit response',
  12: 'PADQ, session quality',
  25: 'PADR, discovery request',
  101: 'PADS, session confirmation',
  167: 'PADT, terminate',
  211: 'PADM, message',
  212: 'PADN, network',
};

export const pppoeFields = {
  version: field('pppoe.version', 'uint8', 'Version', 'Always 1', { mask: 0xf0 }),
  type: field('pppoe.type', 'uint8', 'Type', 'Always 1', { mask: 0x0f }),
  code: field('pppoe.code', 'uint8', 'Code', 'Kind of packet', { base: 'hex', values: pppoeCodes }),
  session: field('pppoe.session_id', 'uint16', 'Session ID', 'Session, with both addresses; 0 in discovery', {
    base: 'hex',
  }),
  length: field('pppoe.payload_length', 'uint16', 'Payload length', 'Bytes that follow the header', { unit: 'bytes' }),
} as const;

export interface PppoeHeader {
  readonly code: number;
  readonly session: number;
  /** Where the payload ends; not behind what the outer layer says. */
  readonly end: number;
}

export function readPppoeHeader(dissection: Dissection, start: number, end: number): PppoeHeader {
  const first = dissection.peek(start, 1);
  dissection.bits(pppoeFields.version, start, 1, first);
  dissection.bits(pppoeFields.type, start, 1, first);
  const code = dissection.number(pppoeFields.code, start + 1, 1);
  const session = dissection.number(pppoeFields.session, start + 2, 2);
  const length = dissection.number(pppoeFields.length, start + 4, 2);
  return { code, session, end: Math.min(end, start + pppoeHeaderLength + length) };
}
