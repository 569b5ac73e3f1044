import { Packr, Unpackr } from 'msgpackr';
import type { EventName, Events } from './contract/events';
import type { CallFrame, WindowFrame } from './contract/frames';
import type { MethodName } from './contract/methods';

const packr = new Packr({ useRecords: false, mapsAsObjects: true });
const unpackr = new Unpackr({ useRecords: false, moreTypes: true, mapsAsObjects: true });

const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 5_000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface SessionSocketOptions {
  /** `ws://127.0.0.1:8080/session`. */
  readonly address: string;
  readonly token: string;
  /** The id that this page had before it was loaded again; null for a new one. */
  readonly reloaded: string | null;
  /** The shell has given this page an id. */
  onNamed(window: string): void;
  onEvent<Name extends EventName>(event: Name, payload: Events[Name]): void;
  /** The shell no longer knows this window: its captures are closed. */
  onForgotten(): void;
}

/** The WebSocket to the browser shell: calls, answers, events, and coming back after the connection was lost. */
export class SessionSocket {
  private socket: WebSocket | null = null;
  private window: string | null = null;
  private ready = false;
  /** What the page was last told. */
  private up = true;
  private calls = 0;
  private waitMilliseconds = firstWaitMilliseconds;
  private readonly unsent: CallFrame[] = [];
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly options: SessionSocketOptions) {
    this.connect();
  }

  /** Rejects with the shell's sentence. A call made while the connection is down waits until it is back. */
  call(method: MethodName, args: unknown[]): Promise<unknown> {
    this.calls += 1;
    const frame: CallFrame = { kind: 'call', call: this.calls, method, args };
    return new Promise((resolve, reject) => {
      this.waiting.set(frame.call, { resolve, reject });
      if (this.ready) this.send(frame);
      else this.unsent.push(frame);
    });
  }

  private connect(): void {
    const { address, token, reloaded } = this.options;
    const protocols = ['wirestate', `token.${token}`];
    if (this.window !== null) protocols.push(`window.${this.window}`);
    else if (reloaded !== null) protocols.push(`reloaded.${reloaded}`);
    const socket = new WebSocket(address, protocols);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.receive(unpackr.unpack(new Uint8Array(data as ArrayBuffer)) as WindowFrame);
    socket.onclose = () => this.lost();
    this.socket = socket;
  }

  private receive(frame: WindowFrame): void {
    switch (frame.kind) {
      case 'hello':
        this.greeted(frame.window, frame.resumed);
        return;
      case 'answer':
        this.settle(frame.call)?.resolve(frame.value);
        return;
      case 'refusal':
        this.settle(frame.call)?.reject(new Error(frame.message));
        return;
      case 'event':
        this.options.onEvent(frame.event, frame.payload as Events[EventName]);
    }
  }

  private greeted(window: string, resumed: boolean): void {
    const returned = this.window !== null;
    this.window = window;
    this.options.onNamed(window);
    if (returned && !resumed) {
      this.options.onForgotten();
      return;
    }
    this.ready = true;
    this.waitMilliseconds = firstWaitMilliseconds;
    for (const frame of this.unsent.splice(0)) this.send(frame);
    if (!this.up) this.options.onEvent('connection', { up: true });
    this.up = true;
  }

  private send(frame: CallFrame): void {
    this.socket?.send(packr.pack(frame) as Uint8Array<ArrayBuffer>);
  }

  private settle(call: number): Waiting | undefined {
    const waiting = this.waiting.get(call);
    this.waiting.delete(call);
    return waiting;
  }

  private lost(): void {
    if (this.up) this.options.onEvent('connection', { up: false });
    this.up = false;
    if (this.ready) {
      this.ready = false;
      // Whether the shell did what it was asked is not known, so nothing is asked twice.
      for (const { reject } of this.waiting.values())
        reject(new Error('The connection to Wirestate was lost before it answered; try again when it is back.'));
      this.waiting.clear();
    }
    setTimeout(() => this.connect(), this.waitMilliseconds);
    this.waitMilliseconds = Math.min(this.waitMilliseconds * 2, longestWaitMilliseconds);
  }
}
