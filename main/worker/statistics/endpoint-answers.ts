import type {
  EndpointColumn,
  EndpointList,
  EndpointListRequest,
  EndpointRow,
} from '../../../preload/contract/endpoints';
import { addressRanks } from '../address-ranks';
import type { CaptureAnalysis } from '../capture-analysis';
import { HeldLists } from '../held-lists';
import type { Job, Jobs } from '../jobs';
import { sortedByValue } from '../radix-sort';
import { EndpointCounts } from './endpoint-counts';

interface HeldEndpoints {
  readonly analysis: CaptureAnalysis;
  readonly ends: EndpointCounts;
  /** Endpoints by position. */
  readonly numbers: Uint32Array;
}

const searchedAtOnce = 1 << 12;

/** What the contract's `endpoints` methods call. */
export class EndpointAnswers {
  private readonly lists = new HeldLists<HeldEndpoints>();
  /** What was counted last, with what it was counted of: another order of the same needs no new count. */
  private counted: { readonly of: string; readonly analysis: CaptureAnalysis; readonly ends: EndpointCounts } | null =
    null;

  /** @param revision grows whenever verdicts or decoding changed */
  constructor(
    private readonly analysis: () => CaptureAnalysis,
    private readonly revision: () => number,
    private readonly jobs: Jobs,
  ) {}

  readonly methods = {
    'endpoints.list': (request: EndpointListRequest) => this.list(request),
    'endpoints.rows': ({ list, start, count }: { list: number; start: number; count: number }) => {
      const { analysis, ends, numbers } = this.lists.get(list);
      return [...numbers.subarray(start, start + count)].map((end) => endpointRow(analysis, ends, end));
    },
  } as const;

  private list({ kind, text, sort, job: id }: EndpointListRequest): Promise<EndpointList> {
    const analysis = this.analysis();
    return this.jobs.run(id, 'Counting endpoints', async (job) => {
      const of = `${kind} ${analysis.store.count} ${this.revision()}`;
      if (this.counted?.of !== of || this.counted.analysis !== analysis) {
        const ends = new EndpointCounts(analysis, kind);
        await ends.countAll(job);
        this.counted = { of, analysis, ends };
      }
      const { ends } = this.counted;
      const found = await endsWith(analysis, ends, text.trim().toLowerCase(), job);
      const numbers = sort ? await ordered(analysis, ends, found, sort, job) : found;
      return { id: this.lists.hold({ analysis, ends, numbers }), rows: numbers.length, total: ends.count };
    });
  }
}

async function endsWith(
  { store }: CaptureAnalysis,
  ends: EndpointCounts,
  text: string,
  job: Job,
): Promise<Uint32Array> {
  const found = new Uint32Array(ends.count);
  let size = 0;
  for (let end = 0; end < found.length; end++) {
    const isFound =
      text === '' || store.addresses.text(ends.address(end)).includes(text) || String(ends.port(end)) === text;
    if (isFound) found[size++] = end;
    if (end % searchedAtOnce === 0) await job.breathe(end, found.length);
  }
  return found.slice(0, size);
}

async function ordered(
  { store }: CaptureAnalysis,
  ends: EndpointCounts,
  numbers: Uint32Array,
  { column, descending }: NonNullable<EndpointListRequest['sort']>,
  job: Job,
): Promise<Uint32Array> {
  const pause = () => job.breathe();
  const keyOf =
    column === 'address' ? addressKey(await addressRanks(store.addresses, pause), ends) : countKey(ends, column);
  return sortedByValue(numbers, keyOf, descending, pause);
}

const addressKey =
  (ranks: Uint32Array, ends: EndpointCounts) =>
  (end: number): number =>
    (ranks[ends.address(end)] as number) * 0x10000 + ends.port(end);

function countKey(ends: EndpointCounts, column: Exclude<EndpointColumn, 'address'>): (end: number) => number {
  const { counts } = ends;
  if (column === 'port') return (end) => ends.port(end);
  if (column === 'packets')
    return (end) => (counts.sentPackets[end] as number) + (counts.receivedPackets[end] as number);
  if (column === 'bytes') return (end) => (counts.sentBytes[end] as number) + (counts.receivedBytes[end] as number);
  return (end) => counts[column][end] as number;
}

function endpointRow({ store }: CaptureAnalysis, ends: EndpointCounts, end: number): EndpointRow {
  const { counts } = ends;
  return {
    address: store.addresses.text(ends.address(end)),
    port: ends.port(end),
    sentPackets: counts.sentPackets[end] as number,
    sentBytes: counts.sentBytes[end] as number,
    receivedPackets: counts.receivedPackets[end] as number,
    receivedBytes: counts.receivedBytes[end] as number,
    connections: counts.connections[end] as number,
    resets: counts.resets[end] as number,
    retransmissions: counts.retransmissions[end] as number,
  };
}
