import { create } from 'zustand';
import type { ColumnId, SortOrder, View } from '../../preload/contract/packets';
import { bridge } from './bridge';
import { captureId, isGrowing, useCapture } from './capture';
import { columnTitle } from './columns';
import { isCancelled, withJob } from './jobs';
import { useSelection } from './selection';
import { useSettings } from './settings';
import type { TimeRange } from './time-range';

/** Which packets, in which order. */
interface Choice {
  /** Display filter; empty for all packets. */
  readonly filter: string;
  readonly timeRange: TimeRange | null;
  readonly sort: SortOrder | null;
}

interface ShownView extends Choice {
  /** 0 is all packets in their order. */
  readonly id: number;
  readonly rows: number;
  readonly complete: boolean;
  /** The user stopped the filter: what it had found is shown, and applying it again goes on. */
  readonly stopped: boolean;
  /** The order that is being made while the older rows are still shown. */
  readonly sorting: SortOrder | null;
  /** What is being made while the older rows are still shown; null when nothing is. */
  readonly wanted: Choice | null;
}

const EVERYTHING: Choice = { filter: '', timeRange: null, sort: null };
const WHOLE: ShownView = {
  ...EVERYTHING,
  id: 0,
  rows: 0,
  complete: false,
  stopped: false,
  sorting: null,
  wanted: null,
};

export const useView = create<ShownView>(() => WHOLE);

/** What was heard of the newest views: an event can overtake the answer that names its view. */
const heard = new Map<number, View>();

/** Follows the capture: rows of the view 0 grow as packets are read. */
export function listenToView(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) {
      heard.clear();
      useView.setState(WHOLE);
    }
    if (!capture) return;
    const { id, wanted } = useView.getState();
    if (id === 0) useView.setState({ rows: capture.packets, complete: !isGrowing(capture) });
    // Read again from its start: views of the older reading are gone.
    const isReread = capture.id === before?.id && capture.phase === 'loading' && before.phase !== 'loading';
    if (isReread && (id !== 0 || wanted))
      void makeView(wanted ?? choiceOf(useView.getState()), capture.id).catch(giveUp);
  });
  bridge().on('viewGrew', ({ capture, view }) => {
    if (capture !== useCapture.getState().capture?.id || view.id === 0) return;
    heard.set(view.id, view);
    if (view.id === useView.getState().id) useView.setState({ rows: view.rows, complete: view.complete });
  });
}

/** A choice that can no longer be made (its field is gone with a rule of "decode as") leaves all packets. */
const giveUp = () => showWhole(EVERYTHING);

const choiceOf = ({ filter, timeRange, sort }: Choice): Choice => ({ filter, timeRange, sort });
const keyOf = (choice: Choice) => JSON.stringify([choice.filter, choice.timeRange, choice.sort]);
const isSame = (a: Choice, b: Choice) => keyOf(a) === keyOf(b);

/** The order that a click on a heading asks for: ascending, descending, then the file's own. */
export function nextOrder(current: SortOrder | null, column: ColumnId): SortOrder | null {
  if (current?.column !== column) return { column, descending: false };
  return current.descending ? null : { column, descending: true };
}

/** Sorts in the worker. The rows shown stay until the new order is there; a cancelled sort leaves them. */
export const sortBy = (sort: SortOrder | null): Promise<void> => showView({ sort });

/** Shows other packets or another order; what is not named stays. @throws what the worker says of a filter that it refuses */
export async function showView(changes: Partial<Choice>): Promise<void> {
  const capture = useCapture.getState().capture;
  if (!capture) return;
  const { wanted, stopped, ...shown } = useView.getState();
  const choice = { ...choiceOf(wanted ?? shown), ...changes };
  // A filter that asks the selected packet means another thing with each.
  if (isSame(choice, choiceOf(wanted ?? shown)) && !stopped && !choice.filter.includes('${')) return;
  await makeView(choice, capture.id);
}

function showWhole(choice: Choice): void {
  const capture = useCapture.getState().capture;
  if (!capture) return;
  const rows = { id: 0, rows: capture.packets, complete: !isGrowing(capture), stopped: false };
  useView.setState({ ...choice, ...rows, sorting: null, wanted: null });
}

async function makeView(choice: Choice, capture: number): Promise<void> {
  if (isSame(choice, EVERYTHING)) {
    showWhole(choice);
    return;
  }
  const { sort } = useView.getState();
  const isSorting = JSON.stringify(choice.sort) !== JSON.stringify(sort);
  useView.setState({ wanted: choice, sorting: isSorting ? choice.sort : null });
  const isCurrent = () => useCapture.getState().capture?.id === capture && useView.getState().wanted === choice;
  try {
    await withJob(titleOf(choice, isSorting), async (job) => {
      const answer = await bridge().packets.view(captureId(), { ...choice, job, ...selected() });
      if (!isCurrent()) return;
      const view = heard.get(answer.id) ?? answer;
      heard.clear();
      useView.setState({ ...choice, ...view, stopped: false, sorting: null, wanted: null });
      if (!view.complete) await whole(view.id);
      if (isCancelled(job) && useView.getState().id === view.id) useView.setState({ stopped: true });
    });
  } catch (fault) {
    if (isCurrent()) useView.setState({ sorting: null, wanted: null });
    if (!/cancelled/i.test(String(fault))) throw fault;
  }
}

/** The packet that `${field}` in a filter asks. */
function selected(): { selected?: number } {
  const { packet } = useSelection.getState();
  return packet > 0 ? { selected: packet } : {};
}

/** Resolves when a view has all its rows, or is no longer shown. A file that grows has no end: then at once. */
function whole(id: number): Promise<void> {
  const capture = useCapture.getState().capture;
  if (capture && isGrowing(capture)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useView.subscribe((view) => {
      if (view.id === id && !view.complete && view.wanted === null) return;
      stop();
      resolve();
    });
    const { id: shown, complete } = useView.getState();
    if (shown !== id || complete) {
      stop();
      resolve();
    }
  });
}

function titleOf(choice: Choice, isSorting: boolean): string {
  const sort = choice.sort;
  if (!isSorting || !sort) return choice.filter ? `Filtering by ${choice.filter}` : 'Finding the packets of that time';
  const setting = useSettings.getState().columns.find((column) => column.id === sort.column);
  return `Sorting by ${setting ? columnTitle(setting) : sort.column}`;
}
