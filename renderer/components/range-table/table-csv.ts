import { formatCounted } from '../../format/quantity';
import { csvTable } from '../../format/row-text';
import { useCapture } from '../../state/capture';
import { copyText } from '../../state/copying';
import { saveText } from '../../state/file-saving';
import { isCancelled, reportJob, withJob } from '../../state/jobs';
import { attempt, tell } from '../../state/notices';
import { nameFor } from '../../state/saving';
import { useSettings } from '../../state/settings';
import { arranged } from './column-definitions';
import type { TableColumn } from './table-column';

type Written<Row> = Pick<TableColumn<Row>, 'title' | 'text' | 'plain'>;

type Named<Row> = Omit<TableColumn<Row>, 'width'>;

/** A table, and where it has a name in the settings, with the columns that the user shows. */
export interface TableText<Row> {
  readonly table?: string;
  readonly columns: readonly Named<Row>[];
}

/** Most rows that the worker gives at once. */
const PAGE_ROWS = 1000;

function writtenColumns<Row>({ table, columns }: TableText<Row>): readonly Written<Row>[] {
  const remembered = table === undefined ? undefined : useSettings.getState().tables?.[table];
  return arranged(columns as readonly TableColumn<Row>[], remembered).filter(
    ({ isHidden, drawing }) => !isHidden && !drawing,
  );
}

/** @returns RFC 4180 text of a heading and the rows */
export function tableCsv<Row>(columns: readonly Written<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ text, plain }) => (plain ?? text)(row)));
  return csvTable([columns.map(({ title }) => title), ...cells]);
}

/** Copies rows with the columns shown, a heading first. */
export function copyTableRows<Row>(table: TableText<Row>, rows: readonly Row[]): void {
  copyText(tableCsv(writtenColumns(table), rows), formatCounted(rows.length, 'row'));
}

/**
 * Gives the user the rows as a CSV file named for the capture.
 *
 * @param what - stands in the file's name behind that of the capture: `endpoints`
 */
export function saveTableRows<Row>(what: string, table: TableText<Row>, rows: readonly Row[]): void {
  const stem = nameFor(useCapture.getState().capture?.name ?? 'capture', 'pcap').replace(/\.pcap$/, '');
  saveText(`${stem}-${what}.csv`, `${tableCsv(writtenColumns(table), rows)}\r\n`, 'text/csv');
  tell(`${formatCounted(rows.length, 'row')} written as CSV`);
}

interface HeldRows<Row> {
  readonly list: number;
  readonly rows: number;
  readonly fetchRows: (list: number, start: number, count: number) => Promise<readonly Row[]>;
}

/** The same for a list that the worker holds, pulled page by page. A list that is made anew meanwhile is said to be gone. */
export function saveHeldRows<Row>(what: string, table: TableText<Row>, held: HeldRows<Row>): void {
  const title = 'Writing the table';
  attempt('The table was not written', async () => {
    const all = await withJob(title, (job) => pulled(held, job, title));
    if (all !== null) saveTableRows(what, table, all);
  });
}

/** @returns null where the user stopped it */
async function pulled<Row>(
  { list, rows, fetchRows }: HeldRows<Row>,
  job: string,
  title: string,
): Promise<Row[] | null> {
  const all: Row[] = [];
  while (all.length < rows) {
    const page = await fetchRows(list, all.length, Math.min(PAGE_ROWS, rows - all.length));
    if (isCancelled(job)) return null;
    if (page.length === 0) break;
    all.push(...page);
    reportJob({ job, title, done: all.length, total: rows });
  }
  return all;
}
