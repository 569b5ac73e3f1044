import type { FlowLine, FlowLost, FlowRun, FlowSegment } from '../../../preload/contract/flow';
import { formatBytes, formatCount, formatCounted } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import type { TextPart } from './shape';

/** A piece of a label that may be left out; the higher the rank, the sooner. */
interface Piece extends TextPart {
  readonly rank: number;
}

const piece = (text: string, style: string, rank: number): Piece => ({ text, style, rank });

/** `24.3 ms`, `412 µs`, `1.20 s`, `2 min 3 s`. */
export function spanText(nanoseconds: number): string {
  const amount = Math.abs(nanoseconds);
  const sign = nanoseconds < 0 ? '−' : '';
  if (amount < 1e3) return `${sign}${Math.round(amount)} ns`;
  if (amount < 999_500) return `${sign}${short(amount / 1e3)} µs`;
  if (amount < 999_500_000) return `${sign}${short(amount / 1e6)} ms`;
  const seconds = amount / 1e9;
  if (seconds < 60) return `${sign}${short(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
  return `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const short = (value: number): string => (value >= 99.95 ? value.toFixed(0) : value.toPrecision(3));

/** `0.171056` seconds since the first packet. */
export const sinceStartText = (nanoseconds: number): string => (nanoseconds / 1e9).toFixed(6);

const fateTexts: Readonly<Record<FlowSegment['fate'], string>> = {
  arrived: '',
  'lost-later': 'never arrived',
  'lost-before': 'never arrived',
  'not-captured': 'not captured, though it arrived',
  missing: 'not captured, nor acknowledged',
};

export const fateText = (fate: FlowSegment['fate']): string => fateTexts[fate];

function oddity(segment: FlowSegment): Piece[] {
  const { badge, original, delay, reason, duplicate, resend, fate } = segment;
  const pieces: Piece[] = [];
  if (duplicate) {
    const hole = segment.acknowledgment === null ? '' : `, asks for ${segment.acknowledgment}`;
    pieces.push(piece(`dup ${duplicate.number} of ${duplicate.of}`, 'lad-badge', 0));
    if (duplicate.hole) pieces.push(piece(hole.slice(2), 'lad-note', 2));
  } else if (badge) pieces.push(piece(badge, 'lad-badge', 0));
  if (original) {
    pieces.push(piece(originalText(original.packet, delay), 'lad-note', 1));
  }
  if (reason) pieces.push(piece(reason, 'lad-note', 3));
  if (fate !== 'arrived') {
    pieces.push(piece(fateText(fate), 'lad-badge', 0));
    if (resend) pieces.push(piece(`sent again as ${resend.packet}`, 'lad-note', 3));
  }
  return pieces;
}

/** Of what a segment is a repetition, and how long after; of one that was not captured only the gap tells when that was. */
function originalText(packet: number, delay: number): string {
  if (packet > 0) return delay > 0 ? `of ${packet}, ${spanText(delay)} later` : `of ${packet}`;
  return delay > 0 ? `${spanText(delay)} after the gap` : 'of a gap';
}

function segmentPieces(segment: FlowSegment): Piece[] {
  const { flags, sequence, acknowledgment, length, window, options, message, protocol, blocks, router } = segment;
  const said = visibleText(message);
  if (flags === '') {
    const from = router ? [piece(`from ${router}`, 'lad-note', 2)] : [];
    if (segment.about) from.push(piece(`about ${segment.about.packet}`, 'lad-note', 1));
    return [piece(protocol, 'lad-flags', 0), piece(said, 'lad-message', 1), ...from];
  }
  const takesUp = length > 0 || /SYN|FIN|RST/.test(flags);
  const pieces = [piece(flags, 'lad-flags', 0)];
  if (said) pieces.push(piece(said, 'lad-message', 1));
  pieces.push(piece(`seq ${sequence}`, 'lad-number', takesUp ? 3 : 7));
  if (acknowledgment !== null) pieces.push(piece(`ack ${acknowledgment}`, 'lad-number', takesUp ? 5 : 1));
  if (length > 0) pieces.push(piece(`len ${length}`, 'lad-number', 2));
  pieces.push(...oddity(segment));
  if (blocks.length > 0) {
    const ranges = blocks.map(({ left, right, isDuplicate }) => `${isDuplicate ? 'DSACK ' : ''}${left}–${right}`);
    pieces.push(piece(`SACK ${ranges.join(' ')}`, 'lad-sack-text', 3));
  }
  if (window >= 0) pieces.push(piece(`win ${window}`, 'lad-number', 6));
  if (options) pieces.push(piece(options, 'lad-number', 4));
  return pieces;
}

function lostPieces({ sequence, length, fate, resend }: FlowLost): Piece[] {
  const again = resend ? [piece(`sent again as ${resend.packet}`, 'lad-note', 3)] : [];
  return [
    piece(`seq ${sequence}`, 'lad-flags', 0),
    piece(`len ${length}`, 'lad-number', 2),
    piece(fateText(fate), 'lad-badge', 0),
    ...again,
  ];
}

function runPieces({ segments, bytes, acknowledgments, duplicates, sequence, nextSequence }: FlowRun): Piece[] {
  const pieces: Piece[] = [];
  if (segments > 0) {
    pieces.push(piece(`${formatCounted(segments, 'segment')}, ${formatBytes(bytes)}`, 'lad-flags', 0));
    pieces.push(piece(`seq ${sequence}–${nextSequence}`, 'lad-number', 3));
  }
  if (acknowledgments > 0)
    pieces.push(piece(formatCounted(acknowledgments, 'ACK'), segments > 0 ? 'lad-number' : 'lad-flags', 2));
  if (duplicates > 0) pieces.push(piece(`${formatCount(duplicates)} more dup ACKs`, 'lad-badge', 1));
  return pieces;
}

function piecesOf(line: FlowLine): Piece[] {
  switch (line.kind) {
    case 'segment':
      return segmentPieces(line);
    case 'lost':
      return lostPieces(line);
    case 'run':
      return runPieces(line);
    case 'pause': {
      const { nanoseconds } = line;
      const says = nanoseconds < 0 ? `the clock goes back ${spanText(-nanoseconds)}` : spanText(nanoseconds);
      return [piece(says, 'lad-pause-text', 0)];
    }
  }
}

const GAP = 2;
const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + [...text].length, 0) + GAP * Math.max(0, pieces.length - 1);

/** The label of a line in so many characters: what matters least goes first, then the longest piece is cut. */
export function labelOf(line: FlowLine, mostCharacters: number): readonly TextPart[] {
  let pieces = piecesOf(line).filter(({ text }) => text !== '');
  while (lengthOf(pieces) > mostCharacters) {
    const rank = pieces.reduce((most, each) => Math.max(most, each.rank), 0);
    // The message is shortened before anything that says what is wrong goes.
    if (rank <= 1) break;
    const last = pieces.findLastIndex((each) => each.rank === rank);
    pieces = pieces.filter((_, index) => index !== last);
  }
  return shortened(pieces, mostCharacters);
}

function shortened(pieces: readonly Piece[], most: number): readonly TextPart[] {
  const over = lengthOf(pieces) - most;
  if (over <= 0) return pieces;
  const longest = pieces.reduce((best, each) => (each.text.length > best.text.length ? each : best));
  const characters = [...longest.text];
  const kept = Math.max(4, characters.length - over - 1);
  return pieces.map((each) =>
    each === longest && kept < characters.length ? { ...each, text: `${characters.slice(0, kept).join('')}…` } : each,
  );
}

/** All that a line says, for those who hear it, copy it or print it. */
export const wholeLabel = (line: FlowLine): string =>
  piecesOf(line)
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('  ');

/** What a reader who does not see the arrows is told of a line. */
export function spokenLabel(line: FlowLine, names: readonly string[]): string {
  if (line.kind === 'pause') return line.nanoseconds < 0 ? wholeLabel(line) : `Pause of ${wholeLabel(line)}`;
  const from = line.from < 0 ? 'a router' : (names[line.from] ?? '');
  const number = line.packet > 0 ? `Packet ${line.packet}` : 'A segment';
  const through = line.kind === 'run' ? `Packets ${line.packet} to ${line.last}` : number;
  if (line.kind !== 'segment') return `${through}, ${from} to ${names[line.to] ?? ''}: ${wholeLabel(line)}`;
  const evidence = line.evidence ? `. ${line.evidence}` : '';
  const changes = line.changes.map(({ node, state, why }) => `. ${names[node] ?? ''} enters ${state}: ${why}`).join('');
  return `${through}, ${from} to ${names[line.to] ?? ''}: ${wholeLabel(line)}${evidence}${changes}`;
}
