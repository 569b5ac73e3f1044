import type { LiveOptions } from '../../../preload/contract/live-capture';
import { bridge, sentenceOf } from '../bridge';
import { captureId, useCapture } from '../capture';
import { openDialog } from '../dialogs';
import { mayLeave } from '../files';
import { applyFilter } from '../filter';
import { attempt } from '../notices';
import { useView } from '../view';
import { isRunning, showLive, useLive } from './live';
import { lastOptions, optionsFor } from './options';

/**
 * Starts a capture in this window, after asking about what is unsaved.
 * @returns whether it started; not where the user thought better of it
 * @throws with a sentence where it does not start
 */
export async function startCapture(options: LiveOptions): Promise<boolean> {
  if (useLive.getState().isStarting || !(await mayLeave('start'))) return false;
  return starting(() => bridge().live.start(options));
}

let isCalledOff = false;

/** @returns false where it was called off */
async function starting(start: () => ReturnType<ReturnType<typeof bridge>['live']['start']>): Promise<boolean> {
  isCalledOff = false;
  useLive.setState({ isStarting: true });
  try {
    await showLive(await start());
    return true;
  } catch (fault) {
    if (isCalledOff) return false;
    throw fault;
  } finally {
    useLive.setState({ isStarting: false });
  }
}

/** Calls off a start that takes long. */
export function callOffStart(): void {
  isCalledOff = true;
  attempt('The start could not be called off', () => bridge().live.callOff());
}

/** Starts with the options of the last time; where there was none, or it does not start, the options are shown. */
async function startAgain(): Promise<void> {
  const options = await lastOptions();
  if (options.interfaces.length === 0) {
    openDialog({ kind: 'capture' });
    return;
  }
  await startOrAsk(options);
}

async function startOrAsk(options: LiveOptions): Promise<void> {
  try {
    await startCapture(options);
  } catch (fault) {
    openDialog({ kind: 'capture', fault: sentenceOf(fault), options });
  }
}

/** What one click on an interface does. */
export function captureOn(device: string): void {
  attempt('The capture did not start', async () => startOrAsk(optionsFor(device, await lastOptions())));
}

export const stopCapture = (): void =>
  attempt('The capture could not be stopped', () => bridge().live.stop(captureId()));

/** The one key: stops what runs, calls off what is being started, else starts with the options of the last time. */
export function toggleCapture(): void {
  if (useLive.getState().isStarting) callOffStart();
  else if (isRunning(useLive.getState().live)) stopCapture();
  else attempt('The capture did not start', startAgain);
}

/** A ring has begun its next file: that is shown from now on, through the same display filter. */
export function listenToRings(): void {
  bridge().on('liveTurned', ({ from, ...start }) => {
    if (useCapture.getState().capture?.id === from) void keepingFilter(() => showLive(start));
  });
}

/** The filter of the capture before: another may begin before it is applied to this one. */
let kept: string | null = null;
let keepers = 0;

async function keepingFilter(work: () => Promise<unknown>): Promise<void> {
  const { filter, wanted } = useView.getState();
  const shown = kept ?? wanted?.filter ?? filter;
  kept = shown;
  keepers++;
  try {
    await work();
    if (shown !== '') await applyFilter(shown);
  } finally {
    keepers--;
    if (keepers === 0) kept = null;
  }
}

/** Begins anew with the same options and the same display filter. */
export function restartCapture(): void {
  attempt('The capture was not started again', async () => {
    const id = useCapture.getState().capture?.id;
    if (id === undefined || useLive.getState().isStarting || !(await mayLeave('restart'))) return;
    await keepingFilter(() => starting(() => bridge().live.restart(id)));
  });
}
