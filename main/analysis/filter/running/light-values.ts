import type { Chunk } from '../../store/chunk';
import { chunkMask, chunkRows, chunkShift, payloadElsewhere } from '../../store/schema';
import { Certainty } from '../plan/certainty';
import type { ColumnField } from '../plan/column-field';
import { columnField } from '../plan/column-fields';
import type { PlanFacts } from '../plan/facts';
import type { FieldUse, Value } from '../typing/typed-test';
import { QuotedAddresses } from './quoted-addresses';

/** Captured bytes of a frame, which hold until the next call. */
export type ReadFrame = (row: number) => Uint8Array;

/** Where a use's value lies in a frame, from its first byte; null where it is not there, `unknown` where only the dissector can tell. */
type Place = (
  chunk: Chunk,
  at: number,
  bytes: () => Uint8Array,
) => readonly [start: number, end: number] | null | 'unknown';

/**
 * Gathers values from the columns and straight from the bytes of a frame, without dissecting it: the frame itself, what TCP and
 * UDP carry, Ethernet addresses.
 */
export class LightValues {
  private readonly values: Value[][];
  private readonly certainty = new Uint8Array(chunkRows);
  private readonly quoted: QuotedAddresses;

  private constructor(
    private readonly uses: readonly FieldUse[],
    private readonly columns: readonly (ColumnField | null)[],
    private readonly places: readonly (readonly Place[])[],
    private readonly facts: PlanFacts,
    private readonly readFrame: ReadFrame,
  ) {
    this.values = columns.map(() => []);
    this.quoted = new QuotedAddresses(facts.registry, facts.store.layerChains);
  }

  /** @returns null where a use can only be had from the dissector */
  static of(uses: readonly FieldUse[], facts: PlanFacts, readFrame: ReadFrame): LightValues | null {
    const places = uses.map((use) => (use.layers === null && !use.raw ? (placesOf(use, facts) ?? []) : []));
    const columns = uses.map(({ field, layers, raw, whole }, i) =>
      places[i]?.length === 0 && layers === null && !raw && !whole ? columnField(field, facts) : null,
    );
    if (uses.some((_, i) => places[i]?.length === 0 && columns[i] === null)) return null;
    return new LightValues(uses, columns, places, facts, readFrame);
  }

  /** @returns null where this row must be dissected */
  gather(row: number): readonly (readonly Value[])[] | null {
    const chunk = this.facts.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    let frame: Uint8Array | null = null;
    const bytes = (): Uint8Array => {
      frame ??= this.readFrame(row);
      return frame;
    };
    for (let use = 0; use < this.values.length; use++) {
      const values = this.values[use] as Value[];
      values.length = 0;
      const column = this.columns[use] as ColumnField | null;
      const isKnown = column
        ? this.addColumn(column, chunk, row, values) || this.addQuoted(use, chunk, at, bytes, values)
        : this.addBytes(use, chunk, at, bytes, values);
      if (!isKnown) return null;
    }
    return this.values;
  }

  private addColumn(column: ColumnField, chunk: Chunk, row: number, values: Value[]): boolean {
    const at = row & chunkMask;
    const stretch = { chunk, firstRow: row - at, from: at, to: at + 1 };
    column.presence(stretch, this.certainty);
    if (this.certainty[at] === Certainty.doubt) return false;
    if (this.certainty[at] === Certainty.yes) column.values(stretch, at, values);
    return true;
  }

  private addQuoted(use: number, chunk: Chunk, at: number, bytes: () => Uint8Array, values: Value[]): boolean {
    const { name } = (this.uses[use] as FieldUse).field;
    return QuotedAddresses.has(name) && this.quoted.add(name, chunk.layers[at] as number, bytes, values);
  }

  private addBytes(use: number, chunk: Chunk, at: number, bytes: () => Uint8Array, values: Value[]): boolean {
    for (const place of this.places[use] as readonly Place[]) {
      const found = place(chunk, at, bytes);
      if (found === 'unknown') return false;
      if (found !== null) values.push(bytes().subarray(found[0], found[1]));
    }
    return true;
  }
}

function placesOf({ field, whole }: FieldUse, facts: PlanFacts): readonly Place[] | null {
  switch (field.name) {
    case 'frame':
      return [(chunk, at) => [0, chunk.capturedLength[at] as number]];
    case 'tcp.payload':
      return [carried(facts, 'tcp', [])];
    case 'udp.payload':
      return [carried(facts, 'udp', ['tcp', 'udplite'])];
    case 'udp':
      return [datagram(facts, whole)];
    case 'tcp':
      return [segment(facts, whole)];
    case 'eth.dst':
      return [ethernet(facts, 0)];
    case 'eth.src':
      return [ethernet(facts, 6)];
    case 'eth.addr':
      return [ethernet(facts, 0), ethernet(facts, 6)];
    default:
      return null;
  }
}

/** What the one header of the protocol carries, as far as it was captured. */
function carried({ knowledge }: PlanFacts, name: string, rivals: readonly string[]): Place {
  const single = knowledge.single(name, rivals);
  return (chunk, at) => {
    const known = single()[chunk.layers[at] as number];
    if (known === Certainty.no) return null;
    const start = chunk.payloadStart[at] as number;
    if (known !== Certainty.yes || start === payloadElsewhere) return 'unknown';
    const end = Math.min(start + (chunk.payloadLength[at] as number), chunk.capturedLength[at] as number);
    return end > start ? [start, end] : null;
  };
}

function datagram({ knowledge }: PlanFacts, whole: boolean): Place {
  const single = knowledge.single('udp', ['tcp', 'udplite']);
  return (chunk, at) => {
    const known = single()[chunk.layers[at] as number];
    if (known === Certainty.no) return null;
    const payload = chunk.payloadStart[at] as number;
    if (known !== Certainty.yes || payload === payloadElsewhere) return 'unknown';
    const end = whole ? payload + (chunk.payloadLength[at] as number) : payload;
    return [payload - 8, Math.min(end, chunk.capturedLength[at] as number)];
  };
}

function segment({ knowledge }: PlanFacts, whole: boolean): Place {
  const single = knowledge.single('tcp');
  return (chunk, at, bytes) => {
    const known = single()[chunk.layers[at] as number];
    if (known === Certainty.no) return null;
    const payload = chunk.payloadStart[at] as number;
    if (known !== Certainty.yes || payload === payloadElsewhere) return 'unknown';
    const start = segmentStart(chunk, at, payload, bytes());
    if (start < 0) return 'unknown';
    const end = whole ? payload + (chunk.payloadLength[at] as number) : payload;
    return [start, Math.min(end, chunk.capturedLength[at] as number)];
  };
}

/** The columns tell where the payload begins; the header before it is 20 to 60 bytes long, and must be the one they describe. */
function segmentStart(chunk: Chunk, at: number, payload: number, bytes: Uint8Array): number {
  let found = -1;
  for (let length = 20; length <= 60; length += 4) {
    const start = payload - length;
    if (start < 0) break;
    const fits =
      (bytes[start + 12] as number) >> 4 === length / 4 &&
      wordAt(bytes, start) === chunk.sourcePort[at] &&
      wordAt(bytes, start + 2) === chunk.destinationPort[at] &&
      wordAt(bytes, start + 4) * 65_536 + wordAt(bytes, start + 6) === chunk.sequence[at] &&
      wordAt(bytes, start + 14) === chunk.window[at];
    if (fits && found >= 0) return -1;
    if (fits) found = start;
  }
  return found;
}

const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

/** Addresses of an Ethernet header that begins the frame. */
function ethernet({ knowledge, registry, store }: PlanFacts, start: number): Place {
  const eth = registry.named('eth').index;
  const single = knowledge.single('eth');
  let first: Uint8Array = new Uint8Array(0);
  return (chunk, at) => {
    const chain = chunk.layers[at] as number;
    const known = single()[chain];
    if (known === Certainty.no) return null;
    if (chain >= first.length)
      first = Uint8Array.from({ length: store.layerChains.count }, (_, each) =>
        store.layerChains.protocolsOf(each)[1] === eth ? 1 : 0,
      );
    return known === Certainty.yes && first[chain] === 1 ? [start, start + 6] : 'unknown';
  };
}
