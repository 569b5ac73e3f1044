import type {
  ConnectionColumn,
  ConnectionExport,
  ConnectionList,
  ConnectionOrder,
  ConnectionRow,
  ConversationKind,
} from '../../preload/contract/connections';
import { formatCounted } from '../format/quantity';
import { bridge } from './bridge';
import { captureId, isGrowing, useCapture } from './capture';
import { chooseSave } from './files';
import { withJob } from './jobs';
import { attempt, tell } from './notices';
import { RangeList } from './range-list';
import { nameFor } from './saving';

interface Request {
  readonly kind: ConversationKind;
  readonly text: string;
  readonly sort: ConnectionOrder | null;
}

/** The list of the Connections panel. */
export const connectionList = new RangeList<Request, ConnectionList & { readonly kind: ConversationKind }>({
  panel: 'connections',
  title: 'Counting connections',
  first: { kind: 'tcp', text: '', sort: null },
  make: async (capture, request, job) => ({
    ...(await bridge().connections.list(capture, { ...request, job })),
    kind: request.kind,
  }),
});

/** Columns that only TCP has: another kind is not sorted by them. */
const OF_ALL: ReadonlySet<ConnectionColumn> = new Set([
  'stream',
  'client',
  'clientPort',
  'server',
  'serverPort',
  'start',
  'duration',
  'packets',
  'bytes',
  'clientPackets',
  'serverPackets',
  'clientBytes',
  'serverBytes',
]);

export function showKind(kind: ConversationKind): void {
  const { sort } = connectionList.use.getState().request;
  const keepsOrder = kind === 'tcp' || (sort !== null && OF_ALL.has(sort.column));
  connectionList.change({ kind, ...(keepsOrder ? {} : { sort: null }) });
}

export async function connectionRows(list: number, start: number, count: number): Promise<readonly ConnectionRow[]> {
  const { rows } = await bridge().connections.rows(captureId(), { list, start, count });
  if (rows.some(({ tcp }) => tcp?.shape === null)) measureOnce();
  return rows;
}

export const connectionPosition = (list: number, stream: string): Promise<number> =>
  bridge().connections.position(captureId(), list, Number(stream));

/** The reading of a capture whose long connections were measured, or whose user would rather not wait for it. */
let measured = '';

/** Long connections come without how they opened and closed. Those are found once the capture is read. */
function measureOnce(): void {
  const { capture } = useCapture.getState();
  if (!capture || isGrowing(capture) || measured === `${capture.id} ${capture.packets}`) return;
  measured = `${capture.id} ${capture.packets}`;
  withJob('Measuring connections', (job) => bridge().connections.measure(capture.id, job)).then(
    () => connectionList.refresh(),
    () => undefined,
  );
}

/** Writes the whole list to a file of the user's choice. */
export function exportConnections(format: ConnectionExport['format']): void {
  const { list } = connectionList.use.getState();
  const { capture } = useCapture.getState();
  if (!list || !capture) return;
  attempt('The table was not written', async () => {
    const stem = nameFor(capture.name, 'pcap').replace(/\.pcap$/, '');
    const what = { tcp: 'connections', udp: 'udp', ip: 'addresses' }[list.kind];
    const path = await chooseSave(`${stem}-${what}.${format}`, format);
    if (path === null) return;
    const result = await withJob('Writing the table', (job) =>
      bridge().connections.export(capture.id, { path, format, list: list.id, job }),
    );
    if (!result.cancelled) tell(`${formatCounted(result.rows, 'row')} written to ${result.path}`);
  });
}
