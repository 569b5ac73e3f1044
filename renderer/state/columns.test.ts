import { describe, expect, it } from 'vitest';
import { defaultColumns } from '../../preload/contract/settings';
import { columnTitle, customFields, withColumnMoved, withFieldColumn, withGridState, withTimeRoom } from './columns';

const ids = (columns: readonly { id: string }[]) => columns.map((column) => column.id);

describe('columns', () => {
  it('adds a field before Info, once', () => {
    const once = withFieldColumn(defaultColumns, 'ip.ttl');
    expect(ids(once).slice(-2)).toEqual(['field:ip.ttl', 'info']);
    expect(withFieldColumn(once, 'ip.ttl')).toEqual(once);
    expect(customFields(once)).toEqual(['ip.ttl']);
    expect(columnTitle(once.at(-2)!)).toBe('ip.ttl');
  });

  it('makes a new column as wide as its heading, within bounds', () => {
    const widthOf = (field: string) => withFieldColumn(defaultColumns, field).at(-2)?.width ?? 0;
    expect(widthOf('ip.ttl')).toBe(120);
    expect(widthOf('tcp.analysis.ack_rtt')).toBeGreaterThan(170);
    expect(widthOf('a.'.repeat(100))).toBe(240);
  });

  it('shows a hidden field column again and asks for no hidden one', () => {
    const hidden = withFieldColumn(defaultColumns, 'ip.ttl').map((column) => ({ ...column, hidden: true }));
    expect(customFields(hidden)).toEqual([]);
    expect(customFields(withFieldColumn(hidden, 'ip.ttl'))).toEqual(['ip.ttl']);
  });

  it('gives dates the room that they need, and takes it back, but leaves the width that the user gave', () => {
    const widthOf = (columns: typeof defaultColumns) => columns.find(({ id }) => id === 'time')?.width ?? 0;
    const dated = withTimeRoom(defaultColumns, 'since-start', 'date-and-time', 9);
    expect(widthOf(dated)).toBeGreaterThanOrEqual('2015-12-01 15:49:48.123456789Z'.length * 7.8);
    expect(withTimeRoom(dated, 'date-and-time', 'since-start', 9)).toEqual(defaultColumns);
    const wide = defaultColumns.map((column) => (column.id === 'time' ? { ...column, width: 400 } : column));
    expect(withTimeRoom(wide, 'since-start', 'date-and-time', 6)).toEqual(wide);
  });

  it('moves a column and stops at the ends', () => {
    expect(ids(withColumnMoved(defaultColumns, 'time', -1)).slice(0, 2)).toEqual(['time', 'number']);
    expect(withColumnMoved(defaultColumns, 'number', -1)).toBe(defaultColumns);
    expect(ids(withColumnMoved(defaultColumns, 'number', 99)).at(-1)).toBe('number');
  });

  it('takes order and widths from the grid and forgets none', () => {
    const changed = withGridState(defaultColumns, [
      { id: 'info', width: 300.4, hidden: false },
      { id: 'number', width: 50, hidden: true },
    ]);
    expect(changed[0]).toEqual({ id: 'info', title: '', width: 300, hidden: false });
    expect(changed[1]?.hidden).toBe(true);
    expect(changed).toHaveLength(defaultColumns.length);
  });
});
