import { type CapturedSegment, type SegmentNumbers, signatureOf } from './pcap';
import type { Role } from './scenarios';

/** What a frame was. Definitions in README.md. */
export type Verdict = 'retransmission' | 'spurious-retransmission' | 'out-of-order' | 'duplicate-packet' | '';

export interface Truth {
  frame: number;
  verdict: Verdict;
  why: string;
}

/** A line of the relay's log about a TCP frame. */
export interface Transmission extends SegmentNumbers {
  from: Role;
  /** Counts the frames from this side, in the order in which its TCP sent them. */
  frame: number;
  /** Nanoseconds since the epoch: when it was sent, and when each copy was handed to the other host. */
  t: number;
  action: string;
  rule?: string;
  out: number[];
}

/** What became of a transmission's sequence space, whatever the capture point. */
export interface Judged extends Transmission {
  /** Sequence space taken, unwrapped from the connection's first number; SYN and FIN count. */
  left: number;
  right: number;
  verdict: 'retransmission' | 'spurious-retransmission' | '';
  why: string;
}

const FIN = 1;
const SYN = 2;
const ACK = 16;

type Span = { left: number; right: number };

/** Judges every transmission that takes sequence space, each direction of each connection by itself. */
export function judge(log: readonly Transmission[]): Judged[] {
  const flows = new Map<string, Transmission[]>();
  for (const line of log) {
    if (line.len === 0 && !(line.flags & (SYN | FIN))) continue;
    const key = `${line.from}:${line.sport}:${line.dport}`;
    const flow = flows.get(key);
    if (flow) flow.push(line);
    else flows.set(key, [line]);
  }
  return [...flows.values()].flatMap((flow) => judgeFlow(flow.sort((a, b) => a.frame - b.frame)));
}

function judgeFlow(flow: readonly Transmission[]): Judged[] {
  const judged: Judged[] = [];
  let base = flow[0]!.seq;
  let unwrapped = 0;
  for (const line of flow) {
    unwrapped += (line.seq - base) | 0;
    base = line.seq;
    const taken = line.len + (line.flags & SYN ? 1 : 0) + (line.flags & FIN ? 1 : 0);
    const span = { left: unwrapped, right: unwrapped + taken };
    judged.push({ ...line, ...span, ...judgeOne(line, span, judged) });
  }
  return judged;
}

function judgeOne(line: Transmission, span: Span, before: readonly Judged[]): Pick<Judged, 'verdict' | 'why'> {
  const earlier = before.filter(
    (other) => other.left < span.right && other.right > span.left && !opensSimultaneously(other, line),
  );
  if (earlier.length === 0) return { verdict: '', why: 'first transmission' };
  const sentBefore = earlier.flatMap((other) => intersect(span, other));
  const delivered = earlier.filter((other) => other.out.length > 0);
  const lacking = sentBefore.flatMap((part) => subtract(part, delivered));
  const frames = earlier.map((other) => other.frame).join(', ');
  if (lacking.length > 0) return { verdict: 'retransmission', why: `of frame ${frames} from this side, dropped` };
  const overtook = line.out.length > 0 && delivered.every((other) => Math.min(...other.out) > Math.min(...line.out));
  return {
    verdict: 'spurious-retransmission',
    why: overtook
      ? `of frame ${frames} from this side, which was late and came after it`
      : `of frame ${frames} from this side, which arrived`,
  };
}

/** The SYN,ACK of a simultaneous open has the SYN's number, yet is another segment (RFC 9293 §3.5, figure 8). */
function opensSimultaneously(syn: Transmission, answer: Transmission): boolean {
  return (syn.flags & (SYN | ACK)) === SYN && (answer.flags & (SYN | ACK)) === (SYN | ACK);
}

function intersect(a: Span, b: Span): Span[] {
  const left = Math.max(a.left, b.left);
  const right = Math.min(a.right, b.right);
  return left < right ? [{ left, right }] : [];
}

function subtract(span: Span, taken: readonly Span[]): Span[] {
  let parts = [span];
  for (const other of taken) {
    parts = parts.flatMap((part) =>
      [
        { left: part.left, right: Math.min(part.right, other.left) },
        { left: Math.max(part.left, other.right), right: part.right },
      ].filter(({ left, right }) => left < right),
    );
  }
  return parts;
}

export interface TruthTable {
  truth: Truth[];
  /** Captured segments that the relay's log does not know, and logged ones that the capture lacks; both should be none. */
  unmatched: number;
}

/** The truth of every captured segment that takes sequence space, at the capture point on `side`. */
export function truthAt(
  side: Role,
  captured: readonly CapturedSegment[],
  judged: readonly Judged[],
  address: Record<Role, string>,
): TruthTable {
  const pending = new Map<string, { line: Judged; copy: number }[]>();
  const passings = judged
    .flatMap((line) =>
      line.from === side ? [{ line, copy: 0, at: line.t }] : line.out.map((at, copy) => ({ line, copy, at })),
    )
    .sort((a, b) => a.at - b.at);
  for (const { line, copy } of passings) {
    const key = `${address[line.from]}/${signatureOf(line)}`;
    const queue = pending.get(key);
    if (queue) queue.push({ line, copy });
    else pending.set(key, [{ line, copy }]);
  }
  const truth: Truth[] = [];
  const seen: { line: Judged; frame: number }[] = [];
  let unmatched = 0;
  for (const segment of captured) {
    const passing = pending.get(`${segment.sourceAddress}/${segment.signature}`)?.shift();
    if (!passing) {
      if (takesSequenceSpace(segment.signature)) unmatched++;
      continue;
    }
    truth.push({ frame: segment.frame, ...verdictHere(passing.line, passing.copy, seen) });
    if (passing.copy === 0) seen.push({ line: passing.line, frame: segment.frame });
  }
  for (const queue of pending.values()) unmatched += queue.length;
  return { truth, unmatched };
}

function verdictHere(
  line: Judged,
  copy: number,
  seen: readonly { line: Judged; frame: number }[],
): Pick<Truth, 'verdict' | 'why'> {
  if (copy > 0) {
    const first = seen.find((other) => other.line === line);
    return { verdict: 'duplicate-packet', why: `duplicated by the network; first seen as frame ${first?.frame}` };
  }
  if (line.verdict) return { verdict: line.verdict, why: line.why };
  const overtakers = seen.filter(
    ({ line: other }) =>
      other.from === line.from &&
      other.sport === line.sport &&
      other.dport === line.dport &&
      other.frame > line.frame &&
      other.right >= line.right,
  );
  if (overtakers.length === 0) return { verdict: '', why: line.why };
  return {
    verdict: 'out-of-order',
    why: `sent before frame ${overtakers[0]!.frame}; overtaken by ${overtakers.length}`,
  };
}

function takesSequenceSpace(signature: string): boolean {
  const [, , , , , length, flags] = signature.split(':').map(Number);
  return length! > 0 || (flags! & (SYN | FIN)) !== 0;
}
