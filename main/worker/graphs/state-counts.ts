import type { StatesOverTime, StatesRequest } from '../../../preload/contract/graphs';
import { inStretches, type Pause } from '../../analysis/in-stretches';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { noConnection } from '../../analysis/tcp/connection-table';
import { clientState, serverState, TcpState, tcpStateName, timeWaitSeconds } from '../../analysis/tcp/tcp-state';
import type { CaptureAnalysis } from '../capture-analysis';
import { unwatched } from '../jobs';
import { CaptureClock } from './capture-clock';

/** Pixels between two times. */
const pixelsOfSample = 2;
const mostSamples = 4096;
const timeWaitNanoseconds = timeWaitSeconds * 1e9;
const allStates = 16;

/** In the order of a connection's life. CLOSED is no socket, and what listens is no end of a connection. */
const shownStates = [
  TcpState.partial,
  TcpState.synSent,
  TcpState.synReceived,
  TcpState.established,
  TcpState.finWait1,
  TcpState.finWait2,
  TcpState.closeWait,
  TcpState.closing,
  TcpState.lastAck,
  TcpState.timeWait,
] as const;

/** How many ends of connections are in which state at times that lie equally far apart: as `socketTable` has it at each. */
export async function statesOverTime(analysis: CaptureAnalysis, request: StatesRequest): Promise<StatesOverTime> {
  const clock = new CaptureClock(analysis);
  const shown = request.x ?? clock.extent;
  const samples = Math.max(2, Math.min(mostSamples, Math.floor(request.columns / pixelsOfSample)));
  const from = Math.floor(shown.from * 1e9);
  const step = Math.max(1, Math.ceil((shown.to * 1e9 - from) / (samples - 1)));
  const counts = new StateCounts(analysis, request.ends, from, step, samples);
  const job = unwatched();
  await counts.run(clock, () => job.breathe());
  return {
    origin: clock.origin,
    extent: clock.extent,
    x: Float64Array.from({ length: samples }, (_, i) => (from + i * step) / 1e9),
    ...counts.result(),
    connections: analysis.connections.tcp.count,
  };
}

/** A connection is over when another has taken its ends. */
const Life = { unseen: 0, begun: 1, over: 2 } as const;

class StateCounts {
  /** By state, how much its count changes at each time. */
  private readonly changes: readonly Float64Array[];
  private readonly packet: Uint32Array;
  /** By connection: the states after its last segment, and when that was. */
  private readonly states: Uint8Array;
  private readonly times: Float64Array;
  private readonly life: Uint8Array;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly ends: StatesRequest['ends'],
    private readonly from: number,
    private readonly step: number,
    private readonly samples: number,
  ) {
    const { count } = analysis.connections.tcp;
    this.changes = Array.from({ length: allStates }, () => new Float64Array(samples));
    this.packet = new Uint32Array(samples);
    this.states = new Uint8Array(count);
    this.times = new Float64Array(count);
    this.life = new Uint8Array(count);
  }

  async run(clock: CaptureClock, pause: Pause): Promise<void> {
    await inStretches(this.analysis.store.count, pause, (from, to) => {
      for (let row = from; row < to; row++) this.takeRow(clock, row);
    });
    await inStretches(this.states.length, pause, (from, to) => {
      for (let stream = from; stream < to; stream++) this.expire(stream, Number.POSITIVE_INFINITY);
    });
  }

  private takeRow(clock: CaptureClock, row: number): void {
    const chunk = this.analysis.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const time = clock.nanosecondsAt(chunk, at);
    if (Number.isNaN(time)) return;
    const sample = this.sampleOf(time);
    if (sample < this.samples && row + 1 > (this.packet[sample] as number)) this.packet[sample] = row + 1;
    if (((chunk.rowFlags[at] as number) & RowFlag.tcp) !== 0)
      this.take(chunk.stream[at] as number, chunk.states[at] as number, time);
  }

  /** The first time that is not before a moment; `samples` where there is none. */
  private sampleOf(time: number): number {
    return Math.max(0, Math.min(this.samples, Math.ceil((time - this.from) / this.step)));
  }

  private take(stream: number, states: number, time: number): void {
    if (this.life[stream] === Life.over) return;
    if (this.life[stream] === Life.unseen) {
      this.life[stream] = Life.begun;
      const earlier = this.analysis.connections.tcp.earlier(stream);
      if (earlier !== noConnection && this.life[earlier] !== Life.over) this.end(earlier, time);
    }
    this.expire(stream, time);
    const before = this.states[stream] as number;
    if (this.ends !== 'server') this.move(clientState(before), clientState(states), time);
    if (this.ends !== 'client') this.move(serverState(before), serverState(states), time);
    this.states[stream] = states;
    this.times[stream] = time;
  }

  /** A connection is gone because another has its ends. */
  private end(stream: number, time: number): void {
    this.expire(stream, time);
    const before = this.states[stream] as number;
    if (this.ends !== 'server') this.move(clientState(before), TcpState.closed, time);
    if (this.ends !== 'client') this.move(serverState(before), TcpState.closed, time);
    this.states[stream] = 0;
    this.life[stream] = Life.over;
  }

  /** TIME_WAIT ends by itself. */
  private expire(stream: number, now: number): void {
    const over = (this.times[stream] as number) + timeWaitNanoseconds;
    if (over > now) return;
    let states = this.states[stream] as number;
    if (clientState(states) === TcpState.timeWait) {
      if (this.ends !== 'server') this.move(TcpState.timeWait, TcpState.closed, over);
      states &= 0xf0;
    }
    if (serverState(states) === TcpState.timeWait) {
      if (this.ends !== 'client') this.move(TcpState.timeWait, TcpState.closed, over);
      states &= 0x0f;
    }
    this.states[stream] = states;
  }

  private move(before: number, after: number, time: number): void {
    if (before === after) return;
    const sample = this.sampleOf(time);
    if (sample >= this.samples) return;
    (this.changes[before] as Float64Array)[sample]!--;
    (this.changes[after] as Float64Array)[sample]!++;
  }

  result(): Pick<StatesOverTime, 'states' | 'packet'> {
    const states = shownStates.map((state) => ({ state: tcpStateName(state), counts: running(this.changes[state]!) }));
    for (let i = 1; i < this.samples; i++) if (this.packet[i] === 0) this.packet[i] = this.packet[i - 1] as number;
    return { states: states.filter(({ counts }) => counts.some((count) => count > 0)), packet: this.packet };
  }
}

function running(changes: Float64Array): Float64Array {
  let sum = 0;
  return changes.map((change) => {
    sum += change;
    return sum;
  });
}
