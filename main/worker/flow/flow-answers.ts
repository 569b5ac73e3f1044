import { setImmediate } from 'node:timers/promises';
import type {
  FlowBlockOfLines,
  FlowPlace,
  FlowRequest,
  FlowShape,
  FlowSubject,
  FlowTarget,
} from '../../../preload/contract/flow';
import { Transport } from '../../analysis/packet-summary';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { CaptureAnalysis } from '../capture-analysis';
import type { RowList } from '../views';
import { ConnectionSource } from './connection-source';
import { HostsSource } from './hosts-source';
import { Ladder, type LadderSource } from './ladder';

const mostLadders = 6;
/** What is found out of connections takes that long at once, and goes on in slices behind the first answer. */
const atOnceMilliseconds = 20;
const sliceMilliseconds = 12;
const rowsAtOnce = 1 << 16;

/** While packets are being loaded, part of the time that may go into making ladders again that have grown. */
const partForGrowth = 1 / 8;

interface Kept {
  /** Of what it was made; another one means that it must be made again. */
  readonly stamp: string;
  readonly making: Promise<LadderSource>;
  /** Null while it is being made. */
  source: LadderSource | null;
  /** By the way in which their lines are spaced. */
  readonly ladders: Map<string, Promise<Ladder>>;
  /** What takes its place once that is made: the capture has grown meanwhile. */
  next: Kept | null;
  /** It was asked while packets were being loaded, so that verdicts may be missing in what was answered. */
  sawLoading: boolean;
  /** When it may be made again while packets are being loaded, as `performance.now()` tells it. */
  nextMaking: number;
}

/** Answers for ladders. What was made of the latest ones is kept. */
export class FlowAnswers {
  private readonly kept = new Map<string, Kept>();
  private version = 0;
  private readonly advancing = new Set<LadderSource>();

  /** @param list gives the rows of a view */
  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly list: (view: number) => RowList,
  ) {}

  async shape(request: FlowRequest): Promise<FlowShape> {
    return (await this.ladder(request)).shape();
  }

  async block(request: FlowRequest, top: number, bottom: number): Promise<FlowBlockOfLines> {
    return inSlices((await this.ladder(request)).block(top, bottom));
  }

  async place(request: FlowRequest, target: FlowTarget): Promise<FlowPlace | null> {
    return (await this.ladder(request)).place(target);
  }

  private async ladder({ subject, spacing, collapsesRuns, expanded }: FlowRequest): Promise<Ladder> {
    const kept = this.keptFor(subject);
    const source = await kept.making;
    if (!source.isComplete) this.advance(source, kept.ladders);
    const key = `${spacing} ${collapsesRuns} ${expanded.join(' ')}`;
    const known = kept.ladders.get(key);
    if (known !== undefined) return known;
    const positions = new Set(expanded.map((packet) => source.flow.positionOf(packet - 1)));
    const how = { spacing, collapsesRuns, expanded: positions };
    const started = performance.now();
    const ladder = inSlices(Ladder.inSteps(source, how, ++this.version));
    const noteTime = () => {
      kept.nextMaking = Math.max(kept.nextMaking, nextMaking(started));
    };
    ladder.then(noteTime, noteTime);
    forgetOldest(kept.ladders, mostLadders - 1);
    kept.ladders.set(key, ladder);
    return ladder;
  }

  private keptFor(subject: FlowSubject): Kept {
    const key = JSON.stringify(subject);
    const stamp = this.stampOf(subject);
    const known = this.kept.get(key);
    const { isLoading } = this.analysis;
    const isCurrent = known?.stamp === stamp && (isLoading || !known.sawLoading);
    // Whoever asked of a capture that is being loaded is told when that has ended, and asks again.
    const isGrowing = isLoading && known !== undefined && !isCurrent;
    if (isGrowing) this.makeNext(known, subject, stamp, key);
    const kept = isCurrent || isGrowing ? known : this.make(subject, stamp, key);
    kept.sawLoading ||= isLoading;
    this.keep(key, kept);
    return kept;
  }

  private keep(key: string, kept: Kept): void {
    this.kept.delete(key);
    forgetOldest(this.kept, mostLadders - 1);
    this.kept.set(key, kept);
  }

  /** Makes a ladder of what there is by now, once its time has come, while the one before goes on answering. */
  private makeNext(known: Kept, subject: FlowSubject, stamp: string, key: string): void {
    if (known.next !== null || known.source === null || performance.now() < known.nextMaking) return;
    const next = this.make(subject, stamp, key);
    next.sawLoading = true;
    known.next = next;
    const settled = () => {
      known.next = null;
      if (next.source !== null && this.kept.get(key) === known) this.keep(key, next);
    };
    next.making.then(settled, settled);
  }

  private make(subject: FlowSubject, stamp: string, key: string): Kept {
    const started = performance.now();
    const making = inSlices(this.source(subject));
    const kept: Kept = {
      stamp,
      making,
      source: null,
      ladders: new Map(),
      next: null,
      sawLoading: false,
      nextMaking: Number.POSITIVE_INFINITY,
    };
    making.then(
      (source) => {
        kept.source = source;
        kept.nextMaking = nextMaking(started);
      },
      () => {
        if (this.kept.get(key) === kept) this.kept.delete(key);
      },
    );
    return kept;
  }

  /** Says of what a ladder is made: up to which packet, or of how many. */
  private stampOf(subject: FlowSubject): string {
    switch (subject.kind) {
      case 'tcp':
      case 'udp':
        return `${this.table(subject.kind).records.get(this.known(subject), ConnectionWord.last)}`;
      case 'view':
        return `${this.list(subject.view).count}`;
      case 'host':
        return `${this.analysis.store.count}`;
    }
  }

  private *source(subject: FlowSubject): Generator<void, LadderSource> {
    const { analysis } = this;
    switch (subject.kind) {
      case 'tcp':
        return yield* ConnectionSource.of(analysis, subject.stream);
      case 'udp':
        return yield* this.conversation(subject.stream);
      case 'view':
        return yield* HostsSource.of(analysis, yield* ascending(this.list(subject.view)));
      case 'host':
        return yield* HostsSource.of(analysis, this.rowsOf(subject.address));
    }
  }

  /** Finds out more of what a ladder is made of, at once as far as that is quick. Lines made before it was known are forgotten. */
  private advance(source: LadderSource, ladders: Kept['ladders']): void {
    if (this.advancing.has(source)) return;
    if (!source.advance(atOnceMilliseconds)) {
      ladders.clear();
      return;
    }
    this.advancing.add(source);
    void this.advanceOn(source, ladders);
  }

  private async advanceOn(source: LadderSource, ladders: Kept['ladders']): Promise<void> {
    try {
      do await setImmediate();
      while (this.isKept(source) && source.advance(sliceMilliseconds));
    } finally {
      this.advancing.delete(source);
      ladders.clear();
    }
  }

  /** A capture that grew has made another of it, or nobody looks at it any more. */
  private isKept(source: LadderSource): boolean {
    for (const kept of this.kept.values()) if (kept.source === source) return true;
    return false;
  }

  private conversation(stream: number): Generator<void, LadderSource> {
    const { analysis } = this;
    const { store, connections } = analysis;
    const { records } = connections.udp;
    const ports = records.get(stream, ConnectionWord.ports);
    const address = (word: number) => store.addresses.text(records.get(stream, word));
    const first = connections.firstDatagrams.get(stream) ?? records.get(stream, ConnectionWord.first);
    // What routers say of its datagrams is not in its list.
    const errors = connections.quoted.rowsOf(Transport.udp, stream);
    const rows =
      errors.length === 0 ? this.linked(first) : [...new Set([...this.linked(first), ...errors])].sort(byRow);
    return HostsSource.of(analysis, rows, [
      { address: address(ConnectionWord.clientAddress), port: ports >>> 16 },
      { address: address(ConnectionWord.serverAddress), port: ports & 0xffff },
    ]);
  }

  private *linked(first: number): Generator<number> {
    const { store } = this.analysis;
    for (let row = first; ; ) {
      yield row;
      const next = store.get('nextInStream', row);
      if (next <= row) return;
      row = next;
    }
  }

  private *rowsOf(address: string): Generator<number> {
    const { store } = this.analysis;
    const { addresses } = store;
    let wanted = -1;
    for (let id = 1; id < addresses.count && wanted < 0; id++) if (addresses.text(id) === address) wanted = id;
    if (wanted < 0) throw new Error(`No packet of the capture comes from or goes to ${address}.`);
    for (let row = 0; row < store.count; row++) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      if (chunk.source[at] === wanted || chunk.destination[at] === wanted) yield row;
    }
  }

  private table(kind: 'tcp' | 'udp') {
    const { tcp, udp } = this.analysis.connections;
    return kind === 'tcp' ? tcp : udp;
  }

  private known({ kind, stream }: { readonly kind: 'tcp' | 'udp'; readonly stream: number }): number {
    const { count } = this.table(kind);
    if (stream < count) return stream;
    const what = kind === 'tcp' ? 'TCP connection' : 'UDP conversation';
    throw new Error(`There is no ${what} ${stream}: the capture has ${count}, counted from 0.`);
  }
}

/** When what began at that time, and has just ended, may be done again. */
function nextMaking(started: number): number {
  const now = performance.now();
  return now + (now - started) / partForGrowth;
}

/** The rows of a view in the order of the capture: time runs down a ladder, however the list is sorted. */
function* ascending(list: RowList): Generator<void, Uint32Array> {
  const rows = new Uint32Array(list.count);
  let isAscending = true;
  let last = 0;
  for (let position = 0; position < rows.length; position++) {
    if (position % rowsAtOnce === rowsAtOnce - 1) yield;
    const row = list.at(position);
    rows[position] = row;
    isAscending &&= row >= last;
    last = row;
  }
  return isAscending ? rows : rows.sort();
}

/** Does work that is made in steps, and lets other work in between. */
async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  let until = performance.now() + sliceMilliseconds;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await setImmediate();
    until = performance.now() + sliceMilliseconds;
  }
}

const byRow = (one: number, other: number): number => one - other;

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}

/** What the contract's `flow` methods call. */
export function flowMethods(answers: () => FlowAnswers) {
  return {
    'flow.shape': (request: FlowRequest) => answers().shape(request),
    'flow.block': (request: FlowRequest, top: number, bottom: number) => answers().block(request, top, bottom),
    'flow.place': (request: FlowRequest, target: FlowTarget) => answers().place(request, target),
  } as const;
}
