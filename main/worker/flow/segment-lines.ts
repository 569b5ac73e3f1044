import type { FlowBlock, FlowDuplicate, FlowReference, FlowSegment } from '../../../preload/contract/flow';
import type { RowTone } from '../../../preload/contract/packets';
import { literalText } from '../../analysis/fields/literal-text';
import { absent } from '../../analysis/packet-summary';
import { RowFlag } from '../../analysis/store/schema';
import { carriesSackBlocks } from '../../analysis/tcp/analysis-flag';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { DuplicateWord } from '../../analysis/tcp/flow/connection-flow';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import { HoleFate } from '../../analysis/tcp/flow/hole-list';
import { isBefore, relativeTo, sequenceDistance } from '../../analysis/tcp/sequence-number';
import type { TcpOptions } from '../../analysis/tcp/tcp-options-table';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import { scaleFactor } from '../../analysis/tcp/window-scale';
import { anyUnread, flagNames, TcpFlag } from '../../analysis/transport/tcp-flags';
import { connectionEnds } from '../connection-ends';
import { badgeOfSights, ownBadges } from '../segment-badge';
import type { LadderConnection } from './ladder-connection';
import { infoOf, type LineMark, otherThanSegment } from './plain-lines';
import type { Standing } from './standing';

const longestMessage = 300;
/** An ICMP error comes within a round trip of what it is about. */
const furthestQuoted = 10_000;
/** What an acknowledgment asks for was sent about a round trip before it. */
const furthestAskedFor = 2_000;

/** What is told of a segment beside its numbers. */
type Verdicts = Pick<FlowSegment, 'badge' | 'tone' | 'reason' | 'evidence' | 'original' | 'delay'>;

/** Describes the segments of a connection, and the ICMP errors about them, as the lines of its ladder. */
export class SegmentLines {
  private readonly scale: readonly [number, number];

  constructor(private readonly source: LadderConnection) {
    const { records } = source.analysis.connections.tcp;
    const memory = records.memory;
    const at = records.at(source.stream);
    const ends = [at + ConnectionWord.clientEnd, at + ConnectionWord.serverEnd] as const;
    this.scale = [Math.max(1, scaleFactor(memory, ends[0])), Math.max(1, scaleFactor(memory, ends[1]))];
  }

  describe(standing: Standing, mark: LineMark, position: number): FlowSegment {
    const { flow, analysis, stream } = this.source;
    const { store } = analysis;
    const row = flow.rows[position] as number;
    const isTcp = store.has(row, RowFlag.tcp);
    const from = flow.has(position, FlowMark.fromServer) ? 1 : 0;
    const place = { kind: 'segment' as const, ...mark, packet: row + 1, stream };
    if (!isTcp) return { ...place, ...this.otherPacket(standing, row), about: this.about(standing, position) };
    const flags = store.get('tcpFlags', row);
    const resend = this.source.resendOf(position);
    return {
      ...place,
      sender: from === 0 ? 'client' : 'server',
      from: standing.nodes[from],
      to: standing.nodes[1 - from] as number,
      fromTrack: standing.tracks[from],
      toTrack: standing.tracks[1 - from] as number,
      protocol: analysis.registry.at(store.get('protocol', row)).short,
      flags: flags & anyUnread ? 'unreadable' : flagNames(flags).replaceAll(',', '') || 'no flags',
      ...this.numbers(position, row, from, flags),
      options: flags & TcpFlag.syn ? optionsText(analysis.connections.options, row) : '',
      message: this.message(row),
      ...this.verdicts(standing, position, row, flags),
      fate: flow.has(position, FlowMark.lost) ? 'lost-later' : 'arrived',
      resend: resend < 0 ? null : this.source.reference(standing, resend),
      duplicate: this.duplicate(standing, position, row),
      blocks: this.blocks(position, row, from),
      router: '',
      about: null,
      changes: this.source.lanes.changesBy(row, standing.nodes),
    };
  }

  private numbers(position: number, row: number, from: number, flags: number) {
    const { analysis, flow } = this.source;
    const { store } = analysis;
    const isSyn = (flags & TcpFlag.syn) !== 0;
    const base = flow.initialNumber(position, from === 0);
    return {
      sequence: relativeTo(store.get('sequence', row), flow.initialNumber(position, from === 1)),
      acknowledgment: flags & TcpFlag.ack ? relativeTo(store.get('acknowledgment', row), base) : null,
      length: store.get('payloadLength', row),
      window: store.get('window', row) * (isSyn ? 1 : (this.scale[from] as number)),
    };
  }

  /** What an ICMP error at a position is about: the segment of the end that it goes to, with the number that it quotes. */
  about(standing: Standing, position: number): FlowReference | null {
    const { flow, analysis } = this.source;
    const { store, connections } = analysis;
    const sequence = connections.quoted.sequence(flow.rows[position] as number);
    if (sequence === null) return null;
    for (let at = position - 1; at >= Math.max(0, position - furthestQuoted); at--) {
      const row = flow.rows[at] as number;
      if (store.has(row, RowFlag.tcp) && store.get('sequence', row) === sequence && this.carries(row)) {
        return this.source.reference(standing, at);
      }
    }
    return null;
  }

  /** Whether a segment takes up sequence numbers: another one with the same number is an acknowledgment beside it. */
  private carries(row: number): boolean {
    const { store } = this.source.analysis;
    return store.get('payloadLength', row) > 0 || (store.get('tcpFlags', row) & (TcpFlag.syn | TcpFlag.fin)) !== 0;
  }

  /** An ICMP error of the one end, or of a router on the way to the other, about a segment of the connection. */
  private otherPacket(
    { nodes, tracks }: Standing,
    row: number,
  ): Omit<FlowSegment, 'kind' | 'packet' | 'stream' | keyof LineMark> {
    const { analysis, stream } = this.source;
    const { store } = analysis;
    const { client, server } = connectionEnds(analysis, stream);
    const source = store.addresses.text(store.get('source', row));
    const to = store.addresses.text(store.get('destination', row)) === server.address ? 1 : 0;
    const sender = source === server.address ? 1 : source === client.address ? 0 : null;
    const from = sender === to ? null : sender;
    return {
      ...otherThanSegment(analysis, row),
      sender: 'other',
      from: from === null ? -1 : nodes[from],
      to: nodes[to],
      fromTrack: from === null ? -1 : tracks[from],
      toTrack: tracks[to],
      tone: 'problem',
      router: from === null ? source : '',
    };
  }

  /** First line of the message that the segment begins, or what its protocol says of it; empty for bare TCP. */
  private message(row: number): string {
    const { analysis } = this.source;
    const { store, registry } = analysis;
    if (store.get('payloadLength', row) === 0) return '';
    if (store.get('protocol', row) === registry.named('tcp').index) return '';
    const { info, isTcp } = this.told(row);
    // The message goes on in later segments and is told with the last of them: here is how it begins.
    return isTcp ? beginning(analysis.payloadStart(row, longestMessage)) : info;
  }

  private told(row: number): { readonly info: string; readonly isTcp: boolean } {
    const { store } = this.source.analysis;
    const info = infoOf(this.source.analysis, row);
    return { info, isTcp: info.startsWith(`${store.get('sourcePort', row)} → ${store.get('destinationPort', row)} [`) };
  }

  private verdicts(standing: Standing, position: number, row: number, flags: number): Verdicts {
    const { analysis, flow, isComplete } = this.source;
    const { store } = analysis;
    const none = { reason: '', evidence: '', original: null, delay: 0 };
    const verdict = store.get('verdict', row);
    if (verdict === Verdict.none) {
      const { text, tone } = badgeOfSights(store.get('analysis', row), flags);
      return { ...none, badge: text, tone: this.toneOf(position, tone) };
    }
    const [badge, tone] = ownBadges[verdict] as readonly [string, RowTone];
    const detail = isComplete && !analysis.isLoading ? analysis.verdict(row) : null;
    if (detail === null) return { ...none, badge, tone };
    const { reason, evidence, originalFrame, delay } = detail;
    const original = originalFrame === null ? -1 : flow.positionOf(originalFrame - 1);
    return {
      badge,
      tone,
      reason,
      evidence,
      original: this.original(standing, position, original),
      delay: delay ?? this.sinceHole(position),
    };
  }

  /** The transmission that a resend repeats; the hole that it fills where that was not captured. */
  private original(standing: Standing, position: number, original: number): FlowReference | null {
    if (original >= 0) return this.source.reference(standing, original);
    const filling = this.source.flow.fillings.word(position, 0);
    return filling === 0 ? null : this.source.holeReference(standing, filling - 1);
  }

  private sinceHole(position: number): number {
    const { flow } = this.source;
    const filling = flow.fillings.word(position, 0);
    if (filling === 0) return 0;
    const behind = flow.holes.positions[filling - 1] as number;
    return elapsedNanoseconds(flow.store, flow.rows[behind] as number, flow.rows[position] as number);
  }

  private toneOf(position: number, tone: RowTone): RowTone {
    return this.source.flow.has(position, FlowMark.lost) ? 'problem' : tone;
  }

  private duplicate(standing: Standing, position: number, row: number): FlowDuplicate | null {
    const { source } = this;
    const { duplicates, groupSizes } = source.flow;
    if (duplicates.count(position) === 0) return null;
    return {
      number: duplicates.word(position, DuplicateWord.number),
      of: groupSizes[duplicates.word(position, DuplicateWord.group)] as number,
      first: source.reference(standing, duplicates.word(position, DuplicateWord.first)),
      hole: this.askedFor(standing, position, row),
    };
  }

  /** What a duplicate acknowledgment complains of: what was jumped over, was lost, or is late; null where nothing is missing. */
  private askedFor(standing: Standing, position: number, row: number): FlowReference | null {
    const { source } = this;
    const { duplicates, holes } = source.flow;
    const hole = duplicates.word(position, DuplicateWord.hole) - 1;
    if (hole >= 0 && holes.fates[hole] === HoleFate.late)
      return source.reference(standing, holes.fillers[hole] as number);
    if (hole >= 0) return source.holeReference(standing, hole);
    const acknowledgment = source.analysis.store.get('acknowledgment', row);
    const lost = source.lostBefore(position, acknowledgment);
    if (lost >= 0) return source.reference(standing, lost);
    // It reports what came twice, and nothing beyond (RFC 2883 §4): nothing is missing.
    const blocks = this.blocks(position, row, source.flow.has(position, FlowMark.fromServer) ? 1 : 0);
    if (blocks.length === 1 && blocks[0]?.isDuplicate) return null;
    const bringer = this.bringerOf(position, acknowledgment);
    return bringer < 0 ? null : source.reference(standing, bringer);
  }

  /** The last segment before a position by which the other end sent a number; -1 for none. */
  private bringerOf(position: number, number: number): number {
    const { flow, analysis } = this.source;
    const { store } = analysis;
    const side = flow.has(position, FlowMark.fromServer);
    for (let at = position - 1; at >= Math.max(0, position - furthestAskedFor); at--) {
      if (!flow.has(at, FlowMark.hasData) || flow.has(at, FlowMark.fromServer) === side) continue;
      const row = flow.rows[at] as number;
      const left = store.get('sequence', row);
      const into = sequenceDistance(number, left);
      if (into >= 0 && into < store.get('payloadLength', row)) return at;
    }
    return -1;
  }

  private blocks(position: number, row: number, from: number): FlowBlock[] {
    const { store, connections } = this.source.analysis;
    if ((store.get('analysis', row) & carriesSackBlocks) === 0) return [];
    const { options } = connections;
    const base = this.source.flow.initialNumber(position, from === 0);
    const acknowledgment = store.get('acknowledgment', row);
    const count = options.blockCount(row);
    return Array.from({ length: count }, (_, index) => {
      const left = options.blockEdge(row, 2 * index);
      const right = options.blockEdge(row, 2 * index + 1);
      const isInside = index === 0 && count > 1 && this.lies(row, left, right);
      return {
        left: relativeTo(left, base),
        right: relativeTo(right, base),
        // RFC 2883 §4: the first block lies below the acknowledgment, or within the second.
        isDuplicate: index === 0 && (isBefore(left, acknowledgment) || isInside),
      };
    });
  }

  private lies(row: number, left: number, right: number): boolean {
    const { options } = this.source.analysis.connections;
    return !isBefore(left, options.blockEdge(row, 2)) && !isBefore(options.blockEdge(row, 3), right);
  }
}

/** How requests and answers of protocols made of lines begin. */
const startLine = /^(?:[A-Z][A-Z-]{2,} [^\r\n]*|[A-Z]+\/\d[^\r\n]*|\d{3}[ -][^\r\n]*)(?=\r?\n)/;

/** The first line of a payload; empty where it begins with none. */
function beginning(payload: Uint8Array): string {
  let text = '';
  for (const byte of payload) text += String.fromCharCode(byte);
  return literalText(startLine.exec(text)?.[0] ?? '');
}

/** `MSS 1460, WS 128, SACK, TS`. */
function optionsText(options: TcpOptions, row: number): string {
  const texts: string[] = [];
  const size = options.maximumSegmentSize(row);
  const shift = options.windowScale(row);
  const cookie = options.fastOpenCookie(row);
  if (size !== absent) texts.push(`MSS ${size}`);
  if (shift !== absent) texts.push(`WS ${2 ** shift}`);
  if (options.sackPermitted(row)) texts.push('SACK');
  if (options.timestamps(row)) texts.push('TS');
  if (cookie !== absent) texts.push(cookie > 0 ? 'TFO cookie' : 'TFO request');
  return texts.join(', ');
}
