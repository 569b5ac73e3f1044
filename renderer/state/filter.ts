import { create } from 'zustand';
import type { FilterCheck } from '../../preload/contract/filters';
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
  /** What the engine says of it; null until it has. */
  readonly check: FilterCheck | null;
}

const EMPTY: FilterDraft = { draft: '', check: null };

export const useFilter = create<FilterDraft>(() => EMPTY);

let timer: ReturnType<typeof setTimeout> | undefined;
let focusBar: (() => void) | null = null;

/** Called by the bar when it appears, and with null when it goes. */
export function setFilterBar(focus: (() => void) | null): void {
  focusBar = focus;
}

export const focusFilterBar = (): void => focusBar?.();

const isDraft = (text: string) => useFilter.getState().draft === text;

async function checkOf(text: string): Promise<FilterCheck | null> {
  const id = useCapture.getState().capture?.id;
  if (text.trim() === '' || id === undefined) return null;
  try {
    return await bridge().filters.check(id, text);
  } catch (fault) {
    return { ok: false, message: sentenceOf(fault), start: 0, end: text.length };
  }
}

/** Takes up what is written; the engine is asked about it in the next pause. */
export function writeFilter(text: string): void {
  if (isDraft(text)) return;
  clearTimeout(timer);
  useFilter.setState({ draft: text, check: null });
  timer = setTimeout(async () => {
    const check = await checkOf(text);
    if (isDraft(text)) useFilter.setState({ check });
  }, CHECK_MILLISECONDS);
}

/** Shows the packets of a filter, and remembers it. One that is wrong stays in the bar with what is wrong about it. */
export async function applyFilter(text: string = useFilter.getState().draft): Promise<void> {
  clearTimeout(timer);
  useFilter.setState({ draft: text, check: isDraft(text) ? useFilter.getState().check : null });
  const check = await checkOf(text);
  if (!isDraft(text)) return;
  useFilter.setState({ check });
  if (check && !check.ok) {
    focusFilterBar();
    return;
  }
  const filter = text.trim();
  changeSettings({ filterHistory: withFilter(useSettings.getState().filterHistory, filter) });
  try {
    await showView({ filter });
  } catch (fault) {
    warn('The filter could not be applied', fault);
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
