import type { ConnectionRow, ConversationKind } from '../../../preload/contract/connections';
import { arranged } from '../../components/range-table/column-definitions';
import { formatCounted } from '../../format/quantity';
import { csvTable } from '../../format/row-text';
import { copyText } from '../../state/copying';
import { useSettings } from '../../state/settings';
import { CONNECTION_COLUMNS } from './connection-columns';

/** Copies rows with the columns shown, a heading first. */
export function copyConnections(rows: readonly ConnectionRow[], kind: ConversationKind): void {
  const remembered = useSettings.getState().tables?.[`connections-${kind}`];
  const columns = arranged(CONNECTION_COLUMNS[kind], remembered).filter(
    ({ isHidden, drawing }) => !isHidden && !drawing,
  );
  const table = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  copyText(csvTable(table), formatCounted(rows.length, 'row'));
}
