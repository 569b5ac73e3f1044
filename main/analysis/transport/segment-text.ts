import { absent, type PacketSummary } from '../packet-summary';
import type { SegmentFact } from '../tcp/segment-fact';
import { flagNames, TcpFlag } from './tcp-flags';

/** What is taken from the raw numbers to make them relative, modulo 2^32; 0 where nothing is known. */
export interface NumberBases {
  readonly sequenceBase: number;
  readonly acknowledgmentBase: number;
}

export const noBases: NumberBases = { sequenceBase: 0, acknowledgmentBase: 0 };

/**
 * The Info text of a segment behind its ports.
 * @param fact what the numbers mean; null: they are shown as they stand
 */
export function describeSegment(
  summary: PacketSummary,
  flags: number,
  fact: SegmentFact | null,
  length: number,
): string {
  const { sequenceBase, acknowledgmentBase } = fact ?? noBases;
  const relative = (raw: number, base: number): number => (raw - base) >>> 0;
  let text = `[${flagNames(flags) || 'no flags'}] Seq=${relative(summary.sequence, sequenceBase)}`;
  if (flags & TcpFlag.ack) text += ` Ack=${relative(summary.acknowledgment, acknowledgmentBase)}`;
  text += ` Win=${fact?.windowSize ?? summary.window}`;
  if (length > 0) text += ` Len=${length}`;
  return text + describeOptions(summary, fact ?? noBases);
}

function describeOptions(summary: PacketSummary, bases: NumberBases): string {
  let text = '';
  if (summary.maximumSegmentSize !== absent) text += ` MSS=${summary.maximumSegmentSize}`;
  if (summary.windowScale >= 0) text += ` WS=${2 ** Math.min(summary.windowScale, 14)}`;
  if (summary.sackPermitted) text += ' SACK';
  if (summary.hasTimestamps) text += ' TS';
  if (summary.fastOpenCookie !== absent) text += summary.fastOpenCookie > 0 ? ' TFO=cookie' : ' TFO=request';
  for (let i = 0; i < summary.sackCount; i++) {
    const left = ((summary.sackEdges[2 * i] as number) - bases.acknowledgmentBase) >>> 0;
    const right = ((summary.sackEdges[2 * i + 1] as number) - bases.acknowledgmentBase) >>> 0;
    text += ` ${i === 0 ? 'SACK ' : ''}${left}-${right}`;
  }
  return text;
}
