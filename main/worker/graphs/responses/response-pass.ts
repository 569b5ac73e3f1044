import { Certainty } from '../../../analysis/filter/plan/certainty';
import type { CaptureFacts } from '../../../analysis/filter/plan/facts';
import type { Protocol } from '../../../analysis/protocol';
import type { Chunk } from '../../../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift, payloadElsewhere, RowFlag } from '../../../analysis/store/schema';
import { ConnectionWord } from '../../../analysis/tcp/connection-record';
import type { CaptureAnalysis, PartialReading } from '../../capture-analysis';
import type { Breather } from '../../filter-rows';
import { CaptureClock } from '../capture-clock';
import { Exchanges, emptyExchange, noteMessage } from './exchanges';
import { NameQueries } from './name-queries';
import { Turns } from './turns';

const rowsPerLook = 4096;
const messagesPerLook = 64;
/** A DNS message over TCP follows its length, RFC 1035 §4.2.2. */
const lengthBytes = 2;
/** Bytes of a DNS message that are looked at. */
const headerStart = 4;

/**
 * Goes through a capture once and pairs what asks and what answers: of TCP by the columns, of DNS by the first bytes of
 * datagrams, of what goes over a stream by the messages of each connection when its last packet is reached. Nothing is dissected
 * but what the columns leave in doubt. Goes on where it stopped when the capture has grown.
 */
export class ResponsePass {
  private readonly turns = new Turns();
  private readonly exchanges = new Exchanges();
  private readonly queries = new NameQueries();
  private readonly http: Protocol;
  private readonly dns: Protocol;
  private readonly reading: PartialReading;
  /** Verdicts and whole connections were not known yet. */
  private readonly beganWhileLoading: boolean;
  private next = 0;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly facts: CaptureFacts,
  ) {
    const { registry } = analysis;
    this.http = registry.named('http');
    this.dns = registry.named('dns');
    this.reading = analysis.reading({ fields: new Set([registry.field('dns.id')!]), overTcp: false }, false);
    this.beganWhileLoading = isFirstLoad(analysis);
  }

  get pairs() {
    return [this.turns.pairs, this.exchanges.pairs, this.queries.pairs] as const;
  }

  /** Rows that were gone through. */
  get done(): number {
    return this.next;
  }

  get isComplete(): boolean {
    return this.next >= this.analysis.store.count;
  }

  /** All is loaded by now, and a new pass would tell more. */
  get isProvisional(): boolean {
    return this.beganWhileLoading && !isFirstLoad(this.analysis);
  }

  /** @throws JobCancelled, keeping what was found */
  async run(breather: Breather): Promise<void> {
    const { store } = this.analysis;
    while (this.next < store.count) {
      const chunk = store.chunks[this.next >>> chunkShift] as Chunk;
      const first = this.next & ~chunkMask;
      await this.runChunk(chunk, first, Math.min(store.count, first + chunkRows), breather);
    }
  }

  private async runChunk(chunk: Chunk, first: number, end: number, breather: Breather): Promise<void> {
    const { analysis, turns, facts } = this;
    const clock = new CaptureClock(analysis);
    const { records } = analysis.connections.tcp;
    const http = facts.candidates.of(this.http);
    const dns = facts.candidates.of(this.dns);
    const presence = facts.knowledge.presence(this.dns)();
    const { rowFlags, layers, stream } = chunk;
    let looks = 0;
    while (this.next < end) {
      const row = this.next++;
      const at = row - first;
      const flags = rowFlags[at] as number;
      const own = stream[at] as number;
      if (flags & RowFlag.tcp) {
        turns.take(chunk, at, row, clock.nanosecondsAt(chunk, at));
        const isStream = http[own] === 1 || dns[own] === 1;
        if (isStream && !this.beganWhileLoading && records.get(own, ConnectionWord.last) === row) {
          this.visit(own, clock);
          looks += messagesPerLook;
        }
      } else if (flags & RowFlag.udp && own >= 0) {
        const known = presence[layers[at] as number];
        if (known !== Certainty.no) {
          this.ask(chunk, at, row, known === Certainty.yes, clock);
          looks += messagesPerLook;
        }
      }
      if (++looks >= rowsPerLook) {
        looks = 0;
        await breather.breathe(this.next, analysis.store.count);
      }
    }
  }

  private ask(chunk: Chunk, at: number, row: number, isKnown: boolean, clock: CaptureClock): void {
    const start = chunk.payloadStart[at] as number;
    const bytes =
      isKnown && start !== payloadElsewhere
        ? this.analysis.frameView(row).subarray(start, start + headerStart)
        : this.dissected(row);
    this.queries.take(bytes, 'udp', chunk.stream[at] as number, row, clock.nanosecondsAt(chunk, at));
  }

  /** The header of the DNS message in a packet that only the dissector can tell of; nothing where there is none. */
  private dissected(row: number): Uint8Array {
    const { roots, sources } = this.analysis.read(row, this.reading);
    const [header] = roots;
    return header
      ? sources[header.source]!.bytes.subarray(header.start, header.start + headerStart)
      : new Uint8Array(0);
  }

  /** Goes through the messages of a connection. */
  private visit(stream: number, clock: CaptureClock): void {
    const { analysis, http, dns, exchanges, queries } = this;
    const { store } = analysis;
    const time = (row: number) => clock.nanosecondsAt(store.chunks[row >>> chunkShift] as Chunk, row & chunkMask);
    const exchange = emptyExchange();
    const names: { readonly row: number; readonly header: Uint8Array }[] = [];
    analysis.visitMessages(stream, (message) => {
      if (message.protocol === http) noteMessage(exchange, message);
      else if (message.protocol === dns)
        names.push({ row: message.row, header: message.first(lengthBytes + headerStart).slice(lengthBytes) });
    });
    exchanges.pair(stream, exchange, time);
    // Of both directions, and each waits for what came before it.
    names.sort((one, other) => one.row - other.row);
    for (const { row, header } of names) queries.take(header, 'tcp', stream, row, time(row));
  }
}

const isFirstLoad = ({ isLoading, loads }: CaptureAnalysis): boolean => isLoading && loads === 1;
