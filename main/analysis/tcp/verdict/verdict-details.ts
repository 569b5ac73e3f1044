import type { SegmentVerdict, SegmentVerdicts } from '../../dissection-context';
import { RowFlag } from '../../store/schema';
import { elapsedNanoseconds } from '../clock';
import { ConnectionWord } from '../connection-record';
import type { ConnectionTracker } from '../tracker';
import { noRow } from '../unacknowledged';
import type { Finding } from './finding';
import { ConnectionJudge } from './judge';
import { Verdict, verdictNames } from './verdict-code';
import { evidenceText, reasonText } from './verdict-text';

const keptConnections = 4;
const mostDepth = 10_000;
const segmentsAtOnce = 4096;

/** What was found of a connection as it was up to a row, or is being found. */
interface Findings {
  readonly lastRow: number;
  readonly found: Map<number, Finding>;
  readonly judge: ConnectionJudge;
  isWhole: boolean;
}

/** Tells what verdicts rest on, by judging the segment's connection once more. The latest connections are remembered. */
export class VerdictDetails implements SegmentVerdicts {
  private readonly connections = new Map<number, Findings>();

  constructor(private readonly tracker: ConnectionTracker) {}

  /** @returns null for a row without a verdict */
  at(row: number): SegmentVerdict | null {
    const { store } = this.tracker;
    if (!store.has(row, RowFlag.tcp) || store.get('verdict', row) === Verdict.none) return null;
    const finding = this.findings(store.get('stream', row)).get(row);
    if (finding === undefined || finding.verdict === Verdict.none) return null;
    const { originalRow } = finding;
    return {
      verdict: verdictNames[finding.verdict] as string,
      reason: reasonText(finding, this.depth(finding)),
      evidence: evidenceText(finding),
      originalFrame: originalRow === noRow ? null : originalRow + 1,
      delay: originalRow === noRow ? null : elapsedNanoseconds(store, originalRow, row),
    };
  }

  /**
   * Judges a connection for a while, so that `at` answers at once for all its rows.
   * @returns false where it is done
   */
  prepare(connection: number, milliseconds: number): boolean {
    const findings = this.begun(connection);
    const until = Date.now() + milliseconds;
    while (!findings.isWhole && Date.now() < until) {
      findings.isWhole = !findings.judge.advance(segmentsAtOnce);
    }
    if (findings.isWhole) findings.judge.release();
    return !findings.isWhole;
  }

  /** Every segment of a connection that has a verdict. */
  findings(connection: number): ReadonlyMap<number, Finding> {
    const findings = this.begun(connection);
    if (!findings.isWhole) findings.judge.advance(Number.POSITIVE_INFINITY);
    findings.isWhole = true;
    findings.judge.release();
    return findings.found;
  }

  private begun(connection: number): Findings {
    const { records } = this.tracker.tcp;
    const lastRow = records.get(connection, ConnectionWord.last);
    const known = this.connections.get(connection);
    if (known !== undefined && known.lastRow === lastRow) return known;
    const found = new Map<number, Finding>();
    const judge = new ConnectionJudge(this.tracker, (finding) => found.set(finding.row, finding));
    judge.begin(records.get(connection, ConnectionWord.first), lastRow);
    const findings: Findings = { lastRow, found, judge, isWhole: false };
    this.forget(connection);
    this.connections.set(connection, findings);
    for (const oldest of this.connections.keys()) {
      if (this.connections.size <= keptConnections) break;
      this.forget(oldest);
    }
    return findings;
  }

  private forget(connection: number): void {
    this.connections.get(connection)?.judge.release();
    this.connections.delete(connection);
  }

  /** Segments of the same end that came before a late one though they were sent later. */
  private depth({ row, verdict, originalRow }: Finding): number {
    if (verdict !== Verdict.outOfOrder || originalRow === noRow) return 0;
    const { store } = this.tracker;
    const side = store.get('rowFlags', row) & RowFlag.fromServer;
    let depth = 0;
    for (let at = originalRow; at !== row && depth < mostDepth; at = store.get('nextInStream', at)) {
      const isSameSide = (store.get('rowFlags', at) & RowFlag.fromServer) === side;
      if (isSameSide && store.get('payloadLength', at) > 0) depth++;
    }
    return depth;
  }
}
