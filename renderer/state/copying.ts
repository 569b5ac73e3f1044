import type { PacketRow } from '../../preload/contract/packets';
import { formatCounted } from '../format/quantity';
import { rowAsCsv, rowAsText } from '../format/row-text';
import { bridge } from './bridge';
import { captureId } from './capture';
import { columnTitle, customFields } from './columns';
import { attempt, tell } from './notices';
import { useSelection } from './selection';
import { useSettings } from './settings';
import { timeDigits } from './time-digits';

/** Puts text on the clipboard and says so. */
export function copyText(text: string, what: string): void {
  attempt(`${what} could not be copied`, async () => {
    await navigator.clipboard.writeText(text);
    tell(`${what} copied`);
  });
}

async function selectedRows(): Promise<PacketRow[]> {
  const custom = customFields(useSettings.getState().columns);
  const rows: PacketRow[] = [];
  for (const number of [...useSelection.getState().packets].sort((a, b) => a - b)) {
    const page = await bridge().packets.rows(captureId(), { view: 0, start: number - 1, count: 1, custom });
    rows.push(...page.rows);
  }
  return rows;
}

/** Copies the selected packets with the columns shown, a heading first. */
export function copyRows(format: 'text' | 'csv'): void {
  attempt('The packets could not be copied', async () => {
    const rows = await selectedRows();
    const { columns, timeFormat, utc } = useSettings.getState();
    const shown = columns.filter((column) => !column.hidden);
    const headings = shown.map(columnTitle);
    const time = { format: timeFormat, utc, digits: timeDigits() };
    const write = format === 'csv' ? rowAsCsv : rowAsText;
    const text = write(
      headings,
      shown.map((column) => column.id),
      rows,
      time,
    );
    copyText(text, formatCounted(rows.length, 'packet'));
  });
}
