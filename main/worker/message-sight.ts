import type { SegmentPart } from '../analysis/dissection-context';
import { isOfSide, type MessageSide, sideBytes } from '../analysis/filter/running/message-side';
import { payloadElsewhere } from '../analysis/store/schema';
import type { CaptureAnalysis } from './capture-analysis';

/**
 * Whether a TCP segment begins or ends a message, or is read by itself; false where all its bytes belong to others'.
 * @param side counts only messages that may have the fields of one side of an exchange
 */
export function showsMessages(analysis: CaptureAnalysis, row: number, side: MessageSide | null): boolean {
  const parts = analysis.messageParts(row, side === null ? 0 : sideBytes);
  return parts === null || parts.some((part) => shows(analysis, part, row, side));
}

/** Whether a segment has no layer of the part's protocol: it is shown with another segment. */
export const isShownElsewhere = (part: SegmentPart): boolean =>
  part.kind === 'again' || (part.kind === 'belongs' && (part.offset > 0 || part.protocol.showsBeginnings !== true));

function shows(analysis: CaptureAnalysis, part: SegmentPart, row: number, side: MessageSide | null): boolean {
  if (part.kind === 'belongs' || part.kind === 'again') return !isShownElsewhere(part);
  if (side === null || part.protocol?.name !== 'http') return true;
  if (part.kind === 'completes') return isOfSide(part.message.bytes, 0, side);
  const payload = analysis.store.get('payloadStart', row);
  return payload === payloadElsewhere || isOfSide(analysis.frameView(row), payload + part.start, side);
}
