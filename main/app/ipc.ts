import { ipcMain, type WebFrameMain } from 'electron';
import { type MethodName, methods } from '../../preload/contract/methods';
import { sentenceOf } from '../session/refusal';
import type { AppWindows } from './app-windows';
import { isOwnPage } from './origin';

/** What a call is answered with. A rejection would reach the window with Electron's own words around the sentence. */
export type Outcome = { readonly value: unknown } | { readonly refusal: string };

/**
 * Answers the contract's methods, a channel each.
 * @param afterCall is told of every call that was answered without a refusal
 */
export function answerCalls(windows: AppWindows, afterCall: (method: MethodName, value: unknown) => void): void {
  for (const [noun, names] of Object.entries(methods)) {
    for (const name of Object.keys(names)) {
      const method = `${noun}.${name}` as MethodName;
      ipcMain.handle(`wirestate:${method}`, async (event, ...args: unknown[]): Promise<Outcome> => {
        const window = isOwnFrame(event.senderFrame) ? windows.of(event.sender) : undefined;
        if (window === undefined) return { refusal: 'Only Wirestate’s own windows are answered.' };
        try {
          const value = await window.call(method, args);
          afterCall(method, value);
          return { value };
        } catch (error) {
          return { refusal: sentenceOf(error) };
        }
      });
    }
  }
}

/** Whether a call comes from the main frame of a page of ours: a frame inside it, or a page it was led to, is not heard. */
function isOwnFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}
