import type { Chunk } from '../store/chunk';
import { ConnectionWord, EndWord, tcpWords } from './connection-record';
import { FollowedRows } from './followed-rows';
import { followerProgram } from './follower-program';
import type { Segment } from './segment';
import type { SegmentDetails } from './segment-details';
import { noRow } from './unacknowledged';

/** What the follower asks of the store, and of the notes beside it; as `host` of the assembly. */
export interface FollowerHost {
  elapsedNanoseconds(from: number, to: number): number;
  windowScale(row: number): number;
  fastOpenCookie(row: number): number;
  takesInNew(connection: number, subtypes: number): number;
  blockCount(row: number): number;
  blockEdge(row: number, index: number): number;
  sackPermitted(row: number): boolean;
}

/** A connection that is judged: what the assembly's `host` asks of it, and tells it. */
export interface JudgedConnection {
  loadSegment(row: number, place: number): void;
  noteError(row: number): void;
  errorAbout(row: number): number;
  /** Takes what makes a `Finding`. */
  found(row: number, verdict: number, cause: number, originalRow: number, previousRow: number, proofRow: number): void;
}

/** What `index` of the assembly exports. Places are in bytes. */
interface Program {
  readonly memory: WebAssembly.Memory;
  begin(seed: number): void;
  find(isTcp: boolean, one: number, other: number, onePort: number, otherPort: number): number;
  open(isTcp: boolean, client: number, server: number, clientPort: number, serverPort: number, row: number): number;
  count(isTcp: boolean): number;
  directoryAt(isTcp: boolean): number;
  follow(count: number, firstRow: number): void;
  judgedRows(): number;
  newSuspects(): number;
  analyzeAlone(): number;
  newPassage(): number;
  freePassage(passage: number): void;
  beginJudging(passage: number, lastRow: number): void;
  judge(passage: number, count: number, isEnd: boolean): void;
  usedBytes(): number;
  rowsPlace(): number;
  segmentPlace(): number;
  detailsPlace(): number;
  alonePlace(): number;
  stagedPlace(): number;
}

let compiled: WebAssembly.Module | null = null;

function compiledProgram(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(followerProgram), (letter) => letter.charCodeAt(0)));
  return compiled;
}

/**
 * Follows connections segment by segment and judges them, in WebAssembly compiled from the sources in `assembly`: the engine runs
 * that at full speed at once, where compiling as much TypeScript as it goes would take it as long as running it over a gigabyte.
 * The tables of connections lie in a memory of its own, of 4 GB at most: some thirty million connections. Packets stay in the
 * store, and are copied some at a time.
 */
export class SegmentFollower {
  readonly program: Program;
  /** Rows with options of Multipath TCP, in their order. */
  private readonly multipath: (readonly [row: number, subtypes: number])[] = [];
  /** The connection that is judged now. */
  private judged: JudgedConnection | null = null;
  private views: Views;

  constructor(host: FollowerHost) {
    const judged: JudgedConnection = {
      loadSegment: (row, place) => this.judged?.loadSegment(row, place),
      noteError: (row) => this.judged?.noteError(row),
      errorAbout: (row) => this.judged?.errorAbout(row) ?? noRow,
      found: (...finding) => this.judged?.found(...finding),
    };
    const { exports } = new WebAssembly.Instance(compiledProgram(), { host: { ...host, ...judged } });
    this.program = exports as Program;
    this.program.begin((Math.random() * 0x100000000) | 0);
    this.views = new Views(this.program);
  }

  get byteSize(): number {
    return this.program.usedBytes();
  }

  /** The whole memory. Holds until anything is followed or judged: it may have grown then, and moved. */
  get words(): Int32Array {
    return this.current.words;
  }

  /** The same for what is no 32-bit integer. */
  get times(): Float64Array {
    return this.current.times;
  }

  /** Judges the next `count` segments of a connection, which are laid out; `isEnd` where they are its last. */
  judge(connection: JudgedConnection, passage: number, count: number, isEnd: boolean): void {
    this.judged = connection;
    this.program.judge(passage, count, isEnd);
  }

  /** What has been found of the rows that were followed last. */
  get rows(): FollowedRows {
    return this.current.rows;
  }

  /** How many connections have become suspect with them. */
  get newSuspects(): number {
    return this.program.newSuspects();
  }

  /** Notes the subtypes of Multipath TCP options of a row that is yet to be followed. */
  noteMultipath(row: number, subtypes: number): void {
    this.multipath.push([row, subtypes]);
  }

  /**
   * Follows the rows from `from` to before `to` of a chunk, at most `rowsAtOnce`.
   * @param firstRow number of the row at `from`
   */
  follow(chunk: Chunk, from: number, to: number, firstRow: number): void {
    const { program } = this;
    const count = to - from;
    const carriesMultipath = this.multipath.length > 0;
    this.current.rows.take(chunk, from, to);
    if (carriesMultipath) this.takeMultipath(firstRow, count);
    program.follow(count, firstRow);
    if (carriesMultipath) this.current.rows.multipath.fill(0);
    this.current.rows.give(chunk, from, count, program.judgedRows());
  }

  private takeMultipath(firstRow: number, count: number): void {
    const { multipath } = this.current.rows;
    let taken = 0;
    for (const [row, subtypes] of this.multipath) {
      if (row >= firstRow + count) break;
      multipath[row - firstRow] = subtypes;
      taken++;
    }
    this.multipath.splice(0, taken);
  }

  /**
   * Takes the next segment of a connection through the analysis again, with details.
   * @param memory words of the connection's record
   * @returns `AnalysisFlag` bits
   */
  analyzeAgain(memory: Int32Array, segment: Segment, details: SegmentDetails): number {
    const { alone, details: found } = this.current;
    alone.set(memory);
    this.current.put(segment);
    const flags = this.program.analyzeAlone();
    memory.set(alone);
    details.begin();
    if (segment.isUnreadable) return flags;
    const [examined, duplicateNumber, duplicatedRow, resentAfter] = found as unknown as [
      number,
      number,
      number,
      number,
    ];
    details.examined = examined !== 0;
    details.duplicateNumber = duplicateNumber;
    details.duplicatedRow = duplicatedRow;
    if (resentAfter !== noRow) details.resent(segment, resentAfter);
    const own = segment.fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
    details.finish(segment, memory[own + EndWord.initialSequence] as number, flags);
    return flags;
  }

  /** A memory that has grown has left behind what looked into it, without a length. */
  private get current(): Views {
    if (this.views.words.length === 0) this.views = new Views(this.program);
    return this.views;
  }
}

/** What of the memory is looked into from here. */
class Views {
  readonly words: Int32Array;
  readonly times: Float64Array;
  readonly rows: FollowedRows;
  readonly alone: Int32Array;
  readonly details: Int32Array;
  private readonly segment: Int32Array;

  constructor(program: Program) {
    const { buffer } = program.memory;
    this.words = new Int32Array(buffer);
    this.times = new Float64Array(buffer);
    this.rows = new FollowedRows(buffer, program.rowsPlace());
    this.alone = new Int32Array(buffer, program.alonePlace(), tcpWords);
    this.details = new Int32Array(buffer, program.detailsPlace(), 4);
    this.segment = new Int32Array(buffer, program.segmentPlace(), 12);
  }

  /** Lays a segment out in the order of the assembly's `Segment`. */
  put(from: Segment): void {
    const { segment } = this;
    segment[0] = from.row;
    segment[1] = from.fromServer ? 1 : 0;
    segment[2] = from.sequence;
    segment[3] = from.acknowledgment;
    segment[4] = from.flags;
    segment[5] = from.length;
    segment[6] = from.end;
    segment[7] = from.window;
    segment[8] = from.windowScale;
    segment[9] = from.fastOpenCookie;
    segment[10] = from.multipath;
    segment[11] = from.bringsNewOption ? 1 : 0;
  }
}
