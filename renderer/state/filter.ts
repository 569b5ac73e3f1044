import { create } from 'zustand';
import type { FilterFault } from '../../preload/contract/filters';
import { bridge, sentenceOf } from './bridge';
import { useCapture } from './capture';
import { withFilter } from './filter-history';
import { combineFilter, type FilterUse } from './filter-terms';
import { attempt, warn } from './notices';
import { changeSettings, useSettings } from './settings';
import type { TimeRange } from './time-range';
import { showView, useView } from './view';

/** A pause in writing after which the text is checked. */
const CHECK_MILLISECONDS = 120;

interface FilterDraft {
  /** What stands in the filter bar, applied or not. */
  readonly draft: string;
  /** What is wrong with it; null for nothing. */
  readonly fault: FilterFault | null;
  /** Whether that is about the text as it stands. */
  readonly isChecked: boolean;
}

const EMPTY: FilterDraft = { draft: '', fault: null, isChecked: true };

export const useFilter = create<FilterDraft>(() => EMPTY);

let timer: ReturnType<typeof setTimeout> | undefined;
let focusBar: (() => void) | null = null;

/** Called by the bar when it appears, and with null when it goes. */
export function setFilterBar(focus: (() => void) | null): void {
  focusBar = focus;
}

export const focusFilterBar = (): void => focusBar?.();

const isDraft = (text: string) => useFilter.getState().draft === text;

async function faultOf(text: string): Promise<FilterFault | null> {
  const id = useCapture.getState().capture?.id;
  if (text.trim() === '' || id === undefined) return null;
  try {
    return (await bridge().filters.check(id, text)).error;
  } catch (problem) {
    return { message: sentenceOf(problem), start: 0, end: text.length };
  }
}

/** Takes up what is written; the engine is asked about it in the next pause. */
export function writeFilter(text: string): void {
  if (isDraft(text)) return;
  clearTimeout(timer);
  useFilter.setState({ draft: text, fault: null, isChecked: text.trim() === '' });
  timer = setTimeout(async () => {
    const fault = await faultOf(text);
    if (isDraft(text)) useFilter.setState({ fault, isChecked: true });
  }, CHECK_MILLISECONDS);
}

/** Shows the packets of a filter, and remembers it. One that is wrong stays in the bar with what is wrong about it. */
export async function applyFilter(text: string = useFilter.getState().draft): Promise<void> {
  clearTimeout(timer);
  if (!isDraft(text)) useFilter.setState({ draft: text, fault: null, isChecked: false });
  const fault = await faultOf(text);
  if (!isDraft(text)) return;
  useFilter.setState({ fault, isChecked: true });
  if (fault) {
    focusFilterBar();
    return;
  }
  const filter = text.trim();
  const { capture } = useCapture.getState();
  changeSettings({ filterHistory: withFilter(useSettings.getState().filterHistory, filter) });
  try {
    await showView({ filter });
  } catch (problem) {
    // A capture that has given way to another needs none.
    if (capture?.id === useCapture.getState().capture?.id) warn('The filter could not be applied', problem);
  }
}

/** Puts the filter of the shown packets back into the bar. */
export function restoreFilter(): boolean {
  const { wanted, filter } = useView.getState();
  const applied = wanted?.filter ?? filter;
  if (isDraft(applied)) return false;
  writeFilter(applied);
  return true;
}

export const clearFilter = (): void => void applyFilter('');

/** Applies a term taken from a packet, or only writes it into the bar. */
export function takeTerm(term: string, use: FilterUse, isApplied: boolean): void {
  const { wanted, filter } = useView.getState();
  // What is applied is joined with what is shown; what is prepared, with what stands in the bar.
  const text = combineFilter(isApplied ? (wanted?.filter ?? filter) : useFilter.getState().draft, term, use);
  if (isApplied) {
    void applyFilter(text);
    return;
  }
  writeFilter(text);
  focusFilterBar();
}

export const limitTime = (timeRange: TimeRange | null): void =>
  attempt('The time range could not be shown', () => showView({ timeRange }));

/** Another capture begins without a filter; what was written for the one before stays in the history. */
export function listenToFilter(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id === before?.id) return;
    clearTimeout(timer);
    useFilter.setState(EMPTY);
  });
}
