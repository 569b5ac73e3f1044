import type { Field } from '../../analysis/fields/field';
import { Certainty } from '../../analysis/filter/plan/certainty';
import type { ColumnField, NumberColumn } from '../../analysis/filter/plan/column-field';
import { columnField } from '../../analysis/filter/plan/column-fields';
import type { PlanFacts } from '../../analysis/filter/plan/facts';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkRows } from '../../analysis/store/schema';

/** The numbers of a field that the columns hold, read for many rows at a time. */
export class ColumnValues {
  private readonly certainty = new Uint8Array(chunkRows);
  private columns: readonly NumberColumn[] = [];

  private constructor(
    private readonly field: ColumnField,
    private readonly codesOf: NonNullable<ColumnField['codes']>,
  ) {}

  /** @returns null where the columns do not hold the field as numbers */
  static of(field: Field, facts: PlanFacts): ColumnValues | null {
    const columns = columnField(field, facts);
    if (columns === null || columns.codes === null || columns.decode !== null) return null;
    return new ColumnValues(columns, columns.codes);
  }

  /** Turns to rows of a chunk, counted in it. @param firstRow of the chunk */
  turnTo(chunk: Chunk, firstRow: number, from: number, to: number): void {
    const stretch = { chunk, firstRow, from, to };
    this.field.presence(stretch, this.certainty);
    this.columns = this.codesOf(stretch);
  }

  /** Whether the columns know if a row has the field. */
  knows(at: number): boolean {
    return this.certainty[at] !== Certainty.doubt;
  }

  /** How many values a row has of which the columns know. */
  count(at: number): number {
    return this.certainty[at] === Certainty.yes ? this.columns.length : 0;
  }

  value(at: number, index: number): number {
    return (this.columns[index] as NumberColumn)[at] as number;
  }
}
