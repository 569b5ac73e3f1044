import type { ResponseSummary, Responses, ResponsesRequest, SeriesWish } from '../../../preload/contract/graphs';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import { CaptureClock } from './capture-clock';
import { floats, wholes } from './number-list';
import { Columns, PixelPoints } from './pixel-points';
import { pointLayer } from './sequence-graph';
import { SeriesSource } from './series-source';
import type { TrafficGraphs } from './traffic-graphs';

const mostPixels = 8192;

const wishes = {
  httpRequest: { filter: 'http.request', measure: 'packets', field: '' },
  httpResponse: { filter: 'http.response and !(http.response.code < 200)', measure: 'packets', field: '' },
  dnsQuery: { filter: 'dns.flags.response == 0', measure: 'minimum', field: 'dns.id' },
  dnsResponse: { filter: 'dns.flags.response == 1', measure: 'minimum', field: 'dns.id' },
} as const satisfies Record<string, SeriesWish>;

/** Pairs of requests and answers of one kind. */
class Pairs {
  readonly times = floats(64);
  readonly seconds = floats(64);
  readonly packets = wholes(64);
  unanswered = 0;

  add(answeredAt: number, elapsedNanoseconds: number, row: number): void {
    this.times.push(answeredAt / 1e9);
    this.seconds.push(elapsedNanoseconds / 1e9);
    this.packets.push(row + 1);
  }

  summary(kind: ResponseSummary['kind']): ResponseSummary {
    const sorted = this.seconds.view().slice().sort();
    // The least of those that so many do not exceed: one that was measured.
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? null;
    return {
      kind,
      answered: sorted.length,
      unanswered: this.unanswered,
      median: at(0.5),
      percentile95: at(0.95),
      maximum: at(1),
    };
  }

  layer(kind: ResponseSummary['kind'], columns: Columns) {
    const points = new PixelPoints(columns);
    for (let i = 0; i < this.times.length; i++) points.add(this.times.at(i), this.seconds.at(i), this.packets.at(i));
    return pointLayer(kind, 'dots', points);
  }
}

/** How long answers let wait: of TCP from a request's last byte to the first byte back, of HTTP and DNS from message to message. */
export async function responseTimes(
  analysis: CaptureAnalysis,
  traffic: TrafficGraphs,
  request: ResponsesRequest,
): Promise<Responses> {
  const entries = Object.values(wishes).map((wish) => traffic.source(wish));
  const sources = entries.filter((each): each is SeriesSource => each instanceof SeriesSource);
  await traffic.advance(sources, request.job, 'Pairing requests and answers');
  const [httpRequests, httpResponses, queries, answers] = sources as [
    SeriesSource,
    SeriesSource,
    SeriesSource,
    SeriesSource,
  ];
  const clock = new CaptureClock(analysis);
  const pairs = {
    'tcp-response': tcpPairs(clock),
    'http-response': httpPairs(clock, httpRequests, httpResponses),
    'dns-response': dnsPairs(clock, queries, answers),
  } as const;
  const columns = new Columns(request.x ?? clock.extent, Math.max(1, Math.min(mostPixels, request.columns)));
  const kinds = Object.keys(pairs) as (keyof typeof pairs)[];
  const total = analysis.store.count;
  return {
    origin: clock.origin,
    extent: clock.extent,
    layers: kinds.map((kind) => pairs[kind].layer(kind, columns)),
    summary: kinds.map((kind) => pairs[kind].summary(kind)),
    done: Math.min(total, ...sources.map(({ done }) => done)),
    total,
    complete: sources.every(({ isComplete }) => isComplete),
  };
}

/** From the last segment of what a client asks to the first of what the server answers; resent segments ask nothing anew. */
function tcpPairs(clock: CaptureClock): Pairs {
  const { store, connections } = clock.analysis;
  const pairs = new Pairs();
  const asked = new Float64Array(connections.tcp.count).fill(Number.NaN);
  for (let row = 0; row < store.count; row++) {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const flags = chunk.rowFlags[at] as number;
    if ((flags & RowFlag.tcp) === 0 || chunk.payloadLength[at] === 0) continue;
    if ((chunk.tcpFlags[at] as number) & (TcpFlag.syn | TcpFlag.rst)) continue;
    const verdict = chunk.verdict[at] as number;
    if (verdict === Verdict.spuriousRetransmission || verdict === Verdict.duplicatePacket) continue;
    const stream = chunk.stream[at] as number;
    const time = clock.nanosecondsAt(chunk, at);
    if ((flags & RowFlag.fromServer) === 0) asked[stream] = time;
    else if (!Number.isNaN(asked[stream])) {
      pairs.add(time, time - (asked[stream] as number), row);
      asked[stream] = Number.NaN;
    }
  }
  for (const time of asked) if (!Number.isNaN(time)) pairs.unanswered++;
  return pairs;
}

/** The n-th response of a connection answers its n-th request (RFC 9112 §9.3.2). */
function httpPairs(clock: CaptureClock, requests: SeriesSource, responses: SeriesSource): Pairs {
  const { store } = clock.analysis;
  const pairs = new Pairs();
  const waiting = new Map<number, number[]>();
  for (let row = 0; row < store.count; row++) {
    const isRequest = requests.has(row);
    if (!isRequest && !responses.has(row)) continue;
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    if (((chunk.rowFlags[at] as number) & RowFlag.tcp) === 0) continue;
    const stream = chunk.stream[at] as number;
    const time = clock.nanosecondsAt(chunk, at);
    const own = waiting.get(stream);
    if (isRequest) {
      if (own) own.push(time);
      else waiting.set(stream, [time]);
    } else if (own && own.length > 0) pairs.add(time, time - (own.shift() as number), row);
  }
  for (const own of waiting.values()) pairs.unanswered += own.length;
  return pairs;
}

/** A response has the query's identification, and comes back over the same ports (RFC 1035 §4.1.1, RFC 5452 §9.1). */
function dnsPairs(clock: CaptureClock, queries: SeriesSource, answers: SeriesSource): Pairs {
  const { store } = clock.analysis;
  const pairs = new Pairs();
  const waiting = new Map<string, number>();
  const key = (chunk: Chunk, at: number, id: number) =>
    `${(chunk.rowFlags[at] as number) & RowFlag.tcp} ${chunk.stream[at]} ${id}`;
  let next = 0;
  for (let i = 0; i <= answers.valueRows.length; i++) {
    const answer = i < answers.valueRows.length ? answers.valueRows.at(i) : store.count;
    for (; next < queries.valueRows.length && queries.valueRows.at(next) < answer; next++) {
      const row = queries.valueRows.at(next);
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const name = key(chunk, row & chunkMask, queries.values.at(next));
      // A query that is sent again waits since it was sent first.
      if (!waiting.has(name)) waiting.set(name, clock.nanosecondsAt(chunk, row & chunkMask));
    }
    if (answer === store.count) break;
    const chunk = store.chunks[answer >>> chunkShift] as Chunk;
    const name = key(chunk, answer & chunkMask, answers.values.at(i));
    const asked = waiting.get(name);
    if (asked === undefined) continue;
    waiting.delete(name);
    const time = clock.nanosecondsAt(chunk, answer & chunkMask);
    pairs.add(time, time - asked, answer);
  }
  pairs.unanswered = waiting.size;
  return pairs;
}
