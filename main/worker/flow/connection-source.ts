import type { FlowLane, FlowLine } from '../../../preload/contract/flow';
import { RowFlag } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import type { ConnectionFlow } from '../../analysis/tcp/flow/connection-flow';
import { LineKind } from '../../analysis/tcp/flow/flow-lines';
import type { CaptureAnalysis } from '../capture-analysis';
import { connectionEnds } from '../connection-ends';
import { KernelLanes } from './kernel-lanes';
import type { Ladder, LadderSource } from './ladder';
import { LadderConnection } from './ladder-connection';
import { markOf, pauseLine, runLine } from './plain-lines';
import type { Standing } from './standing';

/** A pause is one that lasts some round trips, or a tenth of a second where none is known. */
const roundTripsOfPause = 3;
const shortestPause = 1_000_000;
const usualPause = 100_000_000;
/** Steps that a round trip takes in lines spaced by time. */
const stepsOfRoundTrip = 4;

/** A TCP connection as a ladder of its own shows it. */
export class ConnectionSource implements LadderSource {
  readonly nature;
  readonly tracks = [1, 1] as const;
  readonly pauseNanoseconds: number;
  readonly stepsPerNanosecond: number;
  private kernel: KernelLanes | null = null;

  private constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly stream: number,
    private readonly connection: LadderConnection,
  ) {
    const { client, server } = connectionEnds(analysis, stream);
    const trip = roundTrip(this.flow);
    this.nature = {
      nodes: [client, server],
      otherHosts: 0,
      roundTripNanoseconds: trip === null ? null : trip.whole,
      capturePoint: trip === null ? null : trip.point,
    };
    this.pauseNanoseconds = trip === null ? usualPause : Math.max(shortestPause, roundTripsOfPause * trip.whole);
    this.stepsPerNanosecond = trip === null ? 1 / medianPause(this.flow) : stepsOfRoundTrip / trip.whole;
  }

  /** Made in steps, between which there is time for other work. */
  static *of(analysis: CaptureAnalysis, stream: number): Generator<void, ConnectionSource> {
    return new ConnectionSource(analysis, stream, yield* LadderConnection.inSteps(analysis, stream));
  }

  get flow(): ConnectionFlow {
    return this.connection.flow;
  }

  get holes() {
    return this.flow.holes;
  }

  get isComplete(): boolean {
    return this.connection.isComplete;
  }

  advance(milliseconds: number): boolean {
    if (!this.analysis.isLoading && this.analysis.weigh(this.stream, milliseconds)) return true;
    if (this.kernelLanes.advance(milliseconds)) return true;
    this.connection.complete();
    return false;
  }

  describe(ladder: Ladder, line: number): FlowLine {
    const { connection } = this;
    const { lines } = ladder;
    const position = lines.first[line] as number;
    switch (lines.kind(line)) {
      case LineKind.run:
        return runLine(ladder, line, this.standing(ladder), connection);
      case LineKind.pause:
        return pauseLine(ladder, line);
      case LineKind.lost:
        return connection.lostLine(this.standing(ladder), markOf(ladder, line), position);
      default:
        return connection.segments.describe(this.standing(ladder), markOf(ladder, line), position);
    }
  }

  // biome-ignore lint/correctness/useYield: the lanes of one connection are one step
  *lanes(ladder: Ladder, top: number, bottom: number): Generator<void, FlowLane[]> {
    const standing = this.standing(ladder);
    return [
      ...this.connection.lanes.between(standing, top, bottom),
      ...this.kernelLanes.between(standing, top, bottom),
    ];
  }

  private get kernelLanes(): KernelLanes {
    this.kernel ??= new KernelLanes(this.analysis, this.stream, this.flow);
    return this.kernel;
  }

  private standing(ladder: Ladder): Standing {
    const { holes, count } = this.flow;
    const topOf = (position: number) => ladder.topOfPosition(position);
    return {
      nodes: [0, 1],
      tracks: [0, 0],
      topOf,
      edgeOf: (position) => (position >= count ? ladder.lines.height : topOf(position)),
      topOfHole: (hole) => ladder.topOfHole(holes.positions[hole] as number),
    };
  }
}

/** The way to the server and back, and where on it the capture was made; null without a whole handshake. */
function roundTrip({ store, rows, synAt, answerAt, handshakeAt }: ConnectionFlow) {
  if (synAt < 0 || answerAt < 0 || handshakeAt < 0) return null;
  const row = (position: number) => rows[position] as number;
  const toServer = elapsedNanoseconds(store, row(synAt), row(answerAt));
  const toClient = elapsedNanoseconds(store, row(answerAt), row(handshakeAt));
  const whole = toServer + toClient;
  if (toServer < 0 || toClient < 0 || whole <= 0) return null;
  return { whole, point: toClient / whole };
}

/** A pause such as there are many: the distance of a step where no round trip tells one. */
function medianPause({ pauses, count, store, rows }: ConnectionFlow): number {
  const stride = Math.max(1, Math.floor(count / 512));
  const sample: number[] = [];
  for (let at = 1; at < count; at += stride) {
    if (store.has(rows[at] as number, RowFlag.hasTime)) sample.push(Math.max(0, pauses[at] as number));
  }
  sample.sort((one, other) => one - other);
  return Math.max(1000, sample[sample.length >> 1] ?? usualPause);
}
