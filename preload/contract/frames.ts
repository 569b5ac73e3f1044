import type { EventName } from './events';
import type { MethodName } from './methods';

/**
 * What goes over the browser shell's WebSocket, one MessagePack value a frame. The token goes into the subprotocol list of
 * the upgrade, `wirestate`, `token.TOKEN` and, for a window that comes back after a lost connection, `window.ID`.
 */
export interface CallFrame {
  readonly kind: 'call';
  /** Chosen by the window; the answer carries it. */
  readonly call: number;
  readonly method: MethodName;
  readonly args: readonly unknown[];
}

export interface HelloFrame {
  readonly kind: 'hello';
  /** Names the window should the connection be lost. */
  readonly window: string;
  /** Whether this is the window that it said it was, with its captures still open. */
  readonly resumed: boolean;
}

export interface AnswerFrame {
  readonly kind: 'answer';
  readonly call: number;
  readonly value: unknown;
}

export interface RefusalFrame {
  readonly kind: 'refusal';
  readonly call: number;
  readonly message: string;
}

export interface EventFrame {
  readonly kind: 'event';
  readonly event: EventName;
  readonly payload: unknown;
}

export type WindowFrame = HelloFrame | AnswerFrame | RefusalFrame | EventFrame;
