import type { RowTone } from '../../preload/contract/packets';
import type { VerdictSource } from '../../preload/contract/settings';
import type { SegmentVerdict } from '../analysis/dissection-context';
import { RowFlag } from '../analysis/store/schema';
import { AnalysisFlag } from '../analysis/tcp/analysis-flag';
import { Verdict } from '../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from './capture-analysis';

/** What is wrong with a segment, in a word, with what it means and where the other judgment differs. */
export interface SegmentBadge {
  readonly text: string;
  readonly tone: RowTone;
  /** Follows the badge in the Info column: `of 7, lost; SACK showed the gap`. */
  readonly explanation: string;
  /** Shown on hover. */
  readonly help: string;
}

const none: SegmentBadge = { text: '', tone: 'plain', explanation: '', help: '' };

/** The badge of a row, by the judgment that the user chose. */
export function segmentBadge(analysis: CaptureAnalysis, row: number, source: VerdictSource): SegmentBadge {
  const { store } = analysis;
  if (!store.has(row, RowFlag.tcp)) return none;
  const flags = store.get('analysis', row);
  const own = store.get('verdict', row);
  const wireshark = transmissionName(flags);
  if (source === 'wirestate') {
    if (own !== Verdict.none) return ownBadge(analysis, row, own, wireshark);
    const other = sightBadge(analysis, row, flags & ~transmissionFlags);
    return wireshark === '' ? other : { ...other, help: `Wireshark calls it ${wireshark.toLowerCase()}` };
  }
  if (wireshark !== '')
    return { text: wireshark, tone: toneOfTransmission(flags), explanation: '', help: "Wireshark's verdict" };
  return sightBadge(analysis, row, flags);
}

/** Name and tone of our own verdicts by code. */
export const ownBadges: Readonly<Record<number, readonly [string, RowTone]>> = {
  [Verdict.retransmission]: ['Retransmission', 'problem'],
  [Verdict.spuriousRetransmission]: ['Spurious retransmission', 'warning'],
  [Verdict.outOfOrder]: ['Out of order', 'late'],
  [Verdict.duplicatePacket]: ['Duplicate packet', 'note'],
};

function ownBadge(analysis: CaptureAnalysis, row: number, verdict: number, wireshark: string): SegmentBadge {
  const [text, tone] = ownBadges[verdict] as readonly [string, RowTone];
  const detail = analysis.verdict(row);
  const differs = wireshark.toLowerCase() !== text.toLowerCase();
  const theirs = differs ? `Wireshark calls it ${wireshark === '' ? 'nothing' : wireshark.toLowerCase()}. ` : '';
  return { text, tone, explanation: explain(detail), help: `${theirs}${detail?.evidence ?? ''}` };
}

function explain(detail: SegmentVerdict | null): string {
  if (detail === null) return '';
  return detail.originalFrame === null ? detail.reason : `of ${detail.originalFrame}, ${detail.reason}`;
}

const { retransmission, fastRetransmission, spuriousRetransmission, outOfOrder } = AnalysisFlag;
const transmissionFlags = retransmission | fastRetransmission | spuriousRetransmission | outOfOrder;

/** Wireshark's verdict on what kind of transmission the segment is. */
function transmissionName(flags: number): string {
  if (flags & spuriousRetransmission) return 'Spurious retransmission';
  if (flags & fastRetransmission) return 'Fast retransmission';
  if (flags & outOfOrder) return 'Out of order';
  return flags & retransmission ? 'Retransmission' : '';
}

const toneOfTransmission = (flags: number): RowTone =>
  flags & spuriousRetransmission ? 'warning' : flags & outOfOrder ? 'late' : 'problem';

/** The other verdicts, on which both agree, the most telling first. */
const sights: readonly (readonly [number, string, RowTone])[] = [
  [AnalysisFlag.zeroWindow, 'Zero window', 'window'],
  [AnalysisFlag.zeroWindowProbe, 'Zero window probe', 'window'],
  [AnalysisFlag.zeroWindowProbeAcknowledgment, 'ACK of a zero window probe', 'window'],
  [AnalysisFlag.windowFull, 'Window full', 'window'],
  [AnalysisFlag.lostSegment, 'Previous segment not captured', 'warning'],
  [AnalysisFlag.acknowledgedLostSegment, 'ACKed unseen segment', 'warning'],
  [AnalysisFlag.duplicateAcknowledgment, 'Dup ACK', 'warning'],
  [AnalysisFlag.keepAlive, 'Keep-alive', 'note'],
  [AnalysisFlag.keepAliveAcknowledgment, 'Keep-alive ACK', 'note'],
  [AnalysisFlag.reusedPorts, 'Ports reused', 'note'],
  [AnalysisFlag.fastOpenSyn, 'Fast Open', 'note'],
  [AnalysisFlag.fastOpenAccepted, 'Fast Open accepted', 'good'],
  [AnalysisFlag.fastOpenIgnored, 'Fast Open ignored', 'warning'],
  [AnalysisFlag.windowUpdate, 'Window update', 'note'],
];

/** Name and tone of the most telling of the verdicts on which both agree. */
export function badgeOfSights(flags: number, tcpFlags: number): { readonly text: string; readonly tone: RowTone } {
  if (tcpFlags & TcpFlag.rst) return { text: 'Reset', tone: 'problem' };
  const sight = sights.find(([bit]) => flags & bit);
  return sight === undefined ? none : { text: sight[1], tone: sight[2] };
}

function sightBadge(analysis: CaptureAnalysis, row: number, flags: number): SegmentBadge {
  const { text, tone } = badgeOfSights(flags, analysis.store.get('tcpFlags', row));
  if (text !== 'Dup ACK') return { ...none, text, tone };
  const fact = analysis.segment(row);
  if (fact === null || fact.duplicateNumber === null) return { ...none, text, tone };
  return { ...none, text: `Dup ACK ${fact.duplicateNumber}`, tone, explanation: `of ${fact.duplicatedFrame}` };
}
