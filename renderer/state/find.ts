import { create } from 'zustand';
import type { FilterFault } from '../../preload/contract/filters';
import type { FindOverview, FindQuery, FindSpot, FindState } from '../../preload/contract/find';
import { bridge, newJob, sentenceOf } from './bridge';
import { useCapture } from './capture';
import { selectByte, selectField } from './field-focus';
import { withSearch } from './find-history';
import { focusGrid } from './grid-focus';
import { warn } from './notices';
import { selectPacket, useSelection } from './selection';
import { useView } from './view';

/** A pause in writing after which the search begins. */
const PAUSE_MILLISECONDS = 250;
/** Work shorter than this shows no progress. */
const PATIENCE_MILLISECONDS = 500;

export type FindDirection = 'next' | 'previous';

interface Find {
  readonly isOpen: boolean;
  readonly query: FindQuery;
  /** What is wrong with the query; null for nothing. */
  readonly fault: FilterFault | null;
  /** How far the search is; null where nothing is looked for. */
  readonly state: FindState | null;
  readonly job: string;
  /** Stretches of the list that hold a match are 1. */
  readonly marks: Uint8Array | null;
  /** Which of the matches the shown packet is, from 1; 0 where it is none. */
  readonly ordinal: number;
  /** The last step went round the end of the list, in this direction. */
  readonly wrapped: FindDirection | null;
  /** The search takes long enough to show how far it is. */
  readonly isSlow: boolean;
  /** Where the match stands in a packet that a step came to. */
  readonly spot: (FindSpot & { readonly packet: number }) | null;
  /** Texts looked for before, by kind, the newest first; kept as long as the window. */
  readonly history: Readonly<Record<FindQuery['kind'], readonly string[]>>;
}

const NOTHING = {
  fault: null,
  state: null,
  job: '',
  marks: null,
  ordinal: 0,
  wrapped: null,
  isSlow: false,
  spot: null,
};

export const useFind = create<Find>(() => ({
  ...NOTHING,
  isOpen: false,
  query: { kind: 'text', text: '', place: 'info', caseSensitive: false, width: 'any' },
  history: { text: [], hex: [], pattern: [], filter: [] },
}));

let stretches = 400;
let focusBar: (() => void) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The search that is being started or was started last; a newer one replaces it. */
let beginning: Promise<void> | null = null;
let turn = 0;
let startedAt = 0;
/** Packet that a step has come to, and whose match is to be shown when its fields are there. */
let arrived = 0;

/** Called by the bar when it appears, and with null when it goes. */
export function setFindBar(focus: (() => void) | null): void {
  focusBar = focus;
}

/** How many parts of the list the scroll bar can mark. */
export function setFindStretches(count: number): void {
  if (count === stretches) return;
  stretches = count;
  void look();
}

export function openFind(): void {
  const { isOpen, state } = useFind.getState();
  useFind.setState({ isOpen: true });
  if (!isOpen && !state) void begin();
  focusBar?.();
}

export function closeFind(): void {
  forget();
  useFind.setState({ isOpen: false });
  focusGrid();
}

/** Takes up what is written or chosen; it is looked for in the next pause. */
export function changeQuery(changes: Partial<FindQuery>): void {
  const query = { ...useFind.getState().query, ...changes };
  forget();
  useFind.setState({ query });
  if (query.text !== '') timer = setTimeout(() => void begin(), PAUSE_MILLISECONDS);
}

/** Shows the next or previous packet that matches, as soon as one is found. */
export async function findStep(direction: FindDirection): Promise<void> {
  if (!useFind.getState().isOpen) openFind();
  if (useFind.getState().query.text === '') return;
  if (!useFind.getState().state) await begin();
  await beginning;
  const { state, query, history } = useFind.getState();
  const capture = useCapture.getState().capture;
  if (!state || !capture) return;
  useFind.setState({ history: { ...history, [query.kind]: withSearch(history[query.kind], query.text) } });
  noteStart();
  try {
    const hit = await bridge().find.step(capture.id, state.id, useSelection.getState().packet, direction);
    if (hit === null || useFind.getState().state?.id !== state.id) return;
    arrived = hit.number;
    useFind.setState({ wrapped: hit.wrapped ? direction : null });
    selectPacket(hit.number, 'jump');
    void look();
    void showSpot();
  } catch (problem) {
    warn('The next match could not be found', problem);
  }
}

export function stopFinding(): void {
  void bridge()
    .jobs.cancel(useFind.getState().job)
    .catch(() => undefined);
}

/** Forgets what was found, and ends the search. */
function forget(): void {
  clearTimeout(timer);
  turn += 1;
  beginning = null;
  arrived = 0;
  const { state } = useFind.getState();
  const capture = useCapture.getState().capture;
  if (state && capture)
    void bridge()
      .find.end(capture.id, state.id)
      .catch(() => undefined);
  useFind.setState(NOTHING);
}

function begin(): Promise<void> {
  forget();
  const now = turn;
  beginning = search(now).catch((problem: unknown) => {
    if (now !== turn) return;
    const { text } = useFind.getState().query;
    useFind.setState({ fault: { message: sentenceOf(problem), start: 0, end: text.length } });
  });
  return beginning;
}

async function search(now: number): Promise<void> {
  const { query, isOpen } = useFind.getState();
  const capture = useCapture.getState().capture;
  if (!capture || !isOpen || query.text === '') return;
  const fault = await bridge().find.check(capture.id, query);
  if (now !== turn) return;
  useFind.setState({ fault });
  if (fault) return;
  const job = newJob();
  noteStart();
  const view = useView.getState().id;
  const state = await bridge().find.start(capture.id, { query, view, packet: useSelection.getState().packet, job });
  if (now !== turn) {
    void bridge()
      .find.end(capture.id, state.id)
      .catch(() => undefined);
    return;
  }
  useFind.setState({ state, job });
  void look();
}

/** Progress is shown once the work has lasted a while. */
function noteStart(): void {
  startedAt = performance.now();
  setTimeout(() => {
    const { state } = useFind.getState();
    if (state) adopt(state);
  }, PATIENCE_MILLISECONDS + 20);
}

function adopt(state: FindState): void {
  const isSlow = state.running && performance.now() - startedAt > PATIENCE_MILLISECONDS;
  useFind.setState({ state, isSlow });
}

let isLooking = false;
let isStale = false;

/** Asks where the matches are, and which of them the shown packet is; one question at a time. */
async function look(): Promise<void> {
  isStale = true;
  if (isLooking) return;
  isLooking = true;
  try {
    while (isStale) {
      isStale = false;
      const { state } = useFind.getState();
      const capture = useCapture.getState().capture;
      if (!state || !capture) return;
      const { packet } = useSelection.getState();
      const overview = await bridge()
        .find.overview(capture.id, state.id, stretches, packet)
        .catch((): FindOverview | null => null);
      if (!overview || useFind.getState().state?.id !== state.id) continue;
      adopt(overview.state);
      useFind.setState({ marks: overview.marks, ordinal: overview.ordinal });
    }
  } finally {
    isLooking = false;
  }
}

/** Selects the field and lights the bytes of the match in the packet that a step came to. */
async function showSpot(): Promise<void> {
  const { state } = useFind.getState();
  const capture = useCapture.getState().capture;
  const { detail, packet } = useSelection.getState();
  if (!state || !capture || arrived === 0 || packet !== arrived || detail?.number !== arrived) return;
  const number = arrived;
  arrived = 0;
  const spot = await bridge()
    .find.spot(capture.id, state.id, number)
    .catch(() => null);
  if (!spot || useFind.getState().state?.id !== state.id || useSelection.getState().detail?.number !== number) return;
  useFind.setState({ spot: { ...spot, packet: number } });
  const [bytes] = spot.bytes;
  if (spot.path) selectField(spot.path.join('.'));
  else if (bytes) selectByte(bytes.source, bytes.start);
}

/** Follows what is shown: another list is another search, another packet another place in it. */
export function listenToFind(): void {
  bridge().on('findGrew', ({ capture, find }) => {
    const { state } = useFind.getState();
    if (capture !== useCapture.getState().capture?.id || state?.id !== find.id) return;
    adopt(find);
    void look();
  });
  useView.subscribe(({ id }, { id: before }) => {
    if (id !== before && useFind.getState().isOpen) void begin();
  });
  useCapture.subscribe(({ capture }, { capture: before }) => {
    const isReread = capture?.phase === 'loading' && before !== null && before.phase !== 'loading';
    if ((capture?.id !== before?.id || isReread) && useFind.getState().isOpen) void begin();
  });
  useSelection.subscribe(({ packet, detail }, { packet: before, detail: detailBefore }) => {
    if (packet !== before) {
      const { spot } = useFind.getState();
      useFind.setState({ spot: spot?.packet === packet ? spot : null });
      if (packet !== arrived) useFind.setState({ wrapped: null });
      void look();
    }
    if (detail !== detailBefore) void showSpot();
  });
}
