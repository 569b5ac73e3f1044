import type { Bridge } from '../../preload/contract/bridge';

declare global {
  interface Window {
    /** Put there by the desktop's preload or by preload/browser.ts, before anything here runs. */
    readonly wirestate: Bridge;
  }
}

/** Asked for at each use: in a bundle this module may be evaluated before the one that makes the bridge. */
export const bridge = (): Bridge => window.wirestate;

let lastJob = 0;

/** @returns an id for a long piece of work, unlike any other of this window's */
export const newJob = (): string => `${Date.now().toString(36)}-${++lastJob}`;

/** What went wrong, in a sentence for the user. Electron puts the channel's name before the message; it is cut off. */
export function sentenceOf(fault: unknown): string {
  const message = fault instanceof Error ? fault.message : String(fault);
  return message.replace(/^Error invoking remote method '[^']*': (?:\w*Error: )?/, '');
}
