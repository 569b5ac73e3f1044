import { describe, expect, it } from 'vitest';
import { columnTitle, customFields, DEFAULT_COLUMNS, withColumnMoved, withFieldColumn, withGridState } from './columns';

const ids = (columns: readonly { id: string }[]) => columns.map((column) => column.id);

describe('columns', () => {
  it('adds a field before Info, once', () => {
    const once = withFieldColumn(DEFAULT_COLUMNS, 'ip.ttl');
    expect(ids(once).slice(-2)).toEqual(['field:ip.ttl', 'info']);
    expect(withFieldColumn(once, 'ip.ttl')).toEqual(once);
    expect(customFields(once)).toEqual(['ip.ttl']);
    expect(columnTitle(once.at(-2)!)).toBe('ip.ttl');
  });

  it('shows a hidden field column again and asks for no hidden one', () => {
    const hidden = withFieldColumn(DEFAULT_COLUMNS, 'ip.ttl').map((column) => ({ ...column, hidden: true }));
    expect(customFields(hidden)).toEqual([]);
    expect(customFields(withFieldColumn(hidden, 'ip.ttl'))).toEqual(['ip.ttl']);
  });

  it('moves a column and stops at the ends', () => {
    expect(ids(withColumnMoved(DEFAULT_COLUMNS, 'time', -1)).slice(0, 2)).toEqual(['time', 'number']);
    expect(withColumnMoved(DEFAULT_COLUMNS, 'number', -1)).toBe(DEFAULT_COLUMNS);
    expect(ids(withColumnMoved(DEFAULT_COLUMNS, 'number', 99)).at(-1)).toBe('number');
  });

  it('takes order and widths from the grid and forgets none', () => {
    const changed = withGridState(DEFAULT_COLUMNS, [
      { id: 'info', width: 300.4, hidden: false },
      { id: 'number', width: 50, hidden: true },
    ]);
    expect(changed[0]).toEqual({ id: 'info', title: '', width: 300, hidden: false });
    expect(changed[1]?.hidden).toBe(true);
    expect(changed).toHaveLength(DEFAULT_COLUMNS.length);
  });
});
