import type { Protocol } from '../../protocol';
import { chunkRows, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';
import { predicateOf } from '../running/evaluate';
import type { FieldUse, Operation, Value } from '../typing/typed-test';
import { type Leaf, usesOf } from '../typing/uses-of';
import { Certainty } from './certainty';
import type { ColumnField } from './column-field';
import { columnField } from './column-fields';
import type { ColumnTest, Scratch } from './column-test';
import type { PlanFacts } from './facts';
import { inStream } from './layer-knowledge';
import { pairTest, valueTest } from './value-test';

/** Makes tests over columns of the parts of a filter that are no `and`, `or` or `not`. */
export class LeafPlanner {
  private readonly columns: (ColumnField | null)[];

  constructor(
    private readonly uses: readonly FieldUse[],
    private readonly facts: PlanFacts,
    private readonly scratch: Scratch,
  ) {
    this.columns = uses.map(({ field, layers, raw, whole }) =>
      layers === null && !raw && !whole ? columnField(field, facts) : null,
    );
  }

  plan(leaf: Leaf): ColumnTest {
    if (leaf.kind === 'existence' && leaf.operand.kind === 'field') return this.existence(leaf.operand.use);
    const used = [...new Set(usesOf(leaf))];
    const columns = used.map((use) => this.columns[use] ?? null);
    if (columns.every((column) => column !== null)) {
      const [only] = columns;
      if (columns.length === 1 && only)
        return valueTest(leaf, only, used[0] as number, this.uses.length) ?? this.general(leaf, used);
      const [one, other] = this.sides(leaf);
      return (one && other && pairTest(leaf, one, other, this.scratch)) || this.general(leaf, used);
    }
    return doubted(this.required(leaf));
  }

  /** The columns of a comparison of two fields. */
  private sides(leaf: Leaf): (ColumnField | null)[] {
    if (leaf.kind !== 'order' || leaf.left.kind !== 'field' || leaf.right.kind !== 'field') return [];
    return [this.columns[leaf.left.use] ?? null, this.columns[leaf.right.use] ?? null];
  }

  private existence(use: number): ColumnTest {
    const column = this.columns[use];
    if (column) return (stretch, into) => column.presence(stretch, into);
    const { field, layers } = this.uses[use] as FieldUse;
    const presence = this.presence(use);
    // An option may be shown like a protocol of its own, and is in few of the packets of the protocol that it belongs to.
    const isLayer = field.type === 'protocol' && this.facts.registry.find(field.name) !== undefined;
    return isLayer && layers === null ? presence : doubted(presence);
  }

  /** All values are in columns: gathers them row by row and decides as for a dissected packet. */
  private general(leaf: Leaf, used: readonly number[]): ColumnTest {
    const decides = predicateOf(leaf);
    const values: Value[][] = this.uses.map(() => []);
    const columns = used.map((use) => this.columns[use] as ColumnField);
    return (stretch, into) => {
      const presences = columns.map(() => new Uint8Array(chunkRows));
      columns.forEach((column, i) => {
        column.presence(stretch, presences[i] as Uint8Array);
      });
      for (let at = stretch.from; at < stretch.to; at++) {
        let isKnown = true;
        for (let i = 0; i < used.length; i++) {
          const own = values[used[i] as number] as Value[];
          own.length = 0;
          const known = presences[i]?.[at];
          if (known === Certainty.doubt) isKnown = false;
          else if (known === Certainty.yes) (columns[i] as ColumnField).values(stretch, at, own);
        }
        into[at] = isKnown ? (decides(values) ? Certainty.yes : Certainty.no) : Certainty.doubt;
      }
    };
  }

  /** Whether the fields without which the leaf is false may be there. */
  private required(leaf: Leaf): ColumnTest {
    switch (leaf.kind) {
      case 'existence':
        return this.presenceOf(leaf.operand);
      case 'order':
      case 'contains':
        return this.all([leaf.left, leaf.right]);
      default:
        return this.presenceOf(leaf.left);
    }
  }

  private presenceOf(operation: Operation): ColumnTest {
    switch (operation.kind) {
      case 'field':
        return this.presence(operation.use);
      case 'constant':
        return (stretch, into) => into.fill(Certainty.yes, stretch.from, stretch.to);
      case 'call':
        return this.any(operation.args);
      case 'arithmetic':
        return this.all(operation.operands);
      default:
        return this.presenceOf(operation.of);
    }
  }

  private all(operations: readonly Operation[]): ColumnTest {
    return this.reduced(operations, Math.min);
  }

  private any(operations: readonly Operation[]): ColumnTest {
    return this.reduced(operations, Math.max);
  }

  private reduced(operations: readonly Operation[], join: (one: number, other: number) => number): ColumnTest {
    const [first, ...rest] = operations.map((each) => this.presenceOf(each)) as [ColumnTest, ...ColumnTest[]];
    return (stretch, into) => {
      first(stretch, into);
      this.scratch.lend((other) => {
        for (const part of rest) {
          part(stretch, other);
          for (let at = stretch.from; at < stretch.to; at++) into[at] = join(into[at] as number, other[at] as number);
        }
      });
    };
  }

  /** Whether a use's field may be there: by its column, else by the protocols that it may stand under. */
  private presence(use: number): ColumnTest {
    const column = this.columns[use];
    if (column) return (stretch, into) => column.presence(stretch, into);
    const { field } = this.uses[use] as FieldUse;
    const plain = columnField(field, this.facts);
    if (plain) return (stretch, into) => plain.presence(stretch, into);
    const owners = this.facts.knowledge.ownersOf(field).map((protocol) => this.protocol(protocol));
    const [first, ...rest] = owners as [ColumnTest, ...ColumnTest[]];
    if (rest.length === 0) return first;
    return (stretch, into) => {
      first(stretch, into);
      this.scratch.lend((other) => {
        for (const owner of rest) {
          owner(stretch, other);
          for (let at = stretch.from; at < stretch.to; at++)
            if ((other[at] as number) > (into[at] as number)) into[at] = other[at] as number;
        }
      });
    };
  }

  private protocol(protocol: Protocol): ColumnTest {
    const { knowledge, candidates } = this.facts;
    const presence = knowledge.presence(protocol);
    return ({ chunk, from, to }, into) => {
      const table = presence();
      const { layers, rowFlags, payloadLength, tcpFlags, stream } = chunk;
      let marked: Uint8Array | null = null;
      for (let at = from; at < to; at++) {
        const known = table[layers[at] as number] as number;
        if (known !== inStream) {
          into[at] = known;
          continue;
        }
        if (((rowFlags[at] as number) & RowFlag.tcp) === 0) into[at] = Certainty.doubt;
        // The end of a stream may complete a message that has no other end.
        else if ((payloadLength[at] as number) === 0 && ((tcpFlags[at] as number) & TcpFlag.fin) === 0)
          into[at] = Certainty.no;
        else {
          marked ??= candidates.of(protocol);
          into[at] = marked[stream[at] as number] === 0 ? Certainty.no : Certainty.doubt;
        }
      }
    };
  }
}

/** What would be certain is in doubt: the field may be there, but not with its value. */
const doubted =
  (test: ColumnTest): ColumnTest =>
  (stretch, into) => {
    test(stretch, into);
    for (let at = stretch.from; at < stretch.to; at++) if (into[at] === Certainty.yes) into[at] = Certainty.doubt;
  };
