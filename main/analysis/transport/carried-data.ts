import { Dissection, type Frame, type WantedFields } from '../dissection';
import type { DissectionContext } from '../dissection-context';
import { addStreamParts, dissectStreamParts } from './stream-parts';

/** What the columns tell of a packet whose one TCP or UDP header is sound: where its data lie, and what recognizes them. */
export interface CarriedData {
  readonly transport: 'tcp' | 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Raw sequence number and flags of a TCP segment. */
  readonly sequence: number;
  readonly tcpFlags: number;
  /** Offset in the frame. */
  readonly start: number;
  /** By the headers; may reach behind what was captured. */
  readonly length: number;
}

/**
 * Reads what TCP or UDP carries as the packet's whole dissection reads it, without the headers around it: the wanted fields must
 * be those of protocols that stand on a port or a stream only.
 */
export function dissectCarried(
  context: DissectionContext,
  frame: Frame,
  bytes: Uint8Array,
  { transport, sourcePort, destinationPort, sequence, tcpFlags, start, length }: CarriedData,
  wanted: WantedFields,
): Dissection {
  const dissection = new Dissection(context, frame, bytes, true, wanted);
  const { summary, protocolNames } = dissection;
  const end = start + length;
  dissection.limit = Math.min(bytes.length, end);
  protocolNames.push(transport);
  if (transport === 'udp') {
    if (dissection.limit > start) dissection.nextApplication('udp', sourcePort, destinationPort, start, end);
    return dissection;
  }
  summary.sequence = sequence;
  summary.tcpFlags = tcpFlags;
  const parts = addStreamParts(dissection, start, end);
  if (parts !== null) dissectStreamParts(dissection, parts, sourcePort, destinationPort, start);
  else if (dissection.limit > start) dissection.nextApplication('tcp', sourcePort, destinationPort, start, end);
  return dissection;
}
