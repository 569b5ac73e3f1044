import type { ColumnId, PacketRow } from '../../../preload/contract/packets';
import { cellText } from '../../format/row-text';
import { timeDigits } from '../../state/time-digits';
import type { GridContext } from './column-definitions';

/** What a row shows in a column, to be copied or filtered by. */
export function valueAt(row: PacketRow, column: ColumnId, context: GridContext): string {
  const custom = context.layout.columns.find(({ id }) => id === column)?.custom ?? -1;
  return cellText(row, column, custom, { ...context, digits: timeDigits() });
}
