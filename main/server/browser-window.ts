import { randomBytes } from 'node:crypto';
import { Packr, Unpackr } from 'msgpackr';
import type { WebSocket } from 'ws';
import type { CallFrame, WindowFrame } from '../../preload/contract/frames';
import { sentenceOf } from '../session/refusal';
import type { Session } from '../session/session';
import type { SessionConnection } from '../session/session-connection';
import { browserShell } from './browser-shell';
import { FrameQueue } from './frame-queue';

/** Bytes waiting in a socket above which nothing more is written to it, and nothing more read from it. */
const fullSocketBytes = 4 << 20;
/** Calls of one window that may be under way or wait to have their answer sent. */
const mostCalls = 64;

const packr = new Packr({ useRecords: false, moreTypes: true, mapsAsObjects: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });

/** One page of the browser shell. Outlives its socket for a while, so that a lost connection loses no capture. */
export class BrowserWindow {
  readonly id = randomBytes(16).toString('base64url');
  private readonly connection: SessionConnection;
  private readonly waiting = new FrameQueue();
  private socket: WebSocket | null = null;
  private callsUnderWay = 0;
  /** Calls that came in one piece with those before them, for which there is no room yet. */
  private backlog: CallFrame[] = [];

  constructor(session: Session, startupFile: string | null) {
    this.connection = session.connect({
      emit: (event, payload) => this.send({ kind: 'event', event, payload }),
      shell: browserShell(session.options.version, startupFile),
    });
  }

  get attached(): boolean {
    return this.socket !== null;
  }

  get isLive(): boolean {
    return this.connection.isLive;
  }

  /** Talks over this socket from now on. */
  attach(socket: WebSocket, resumed: boolean): void {
    this.socket?.terminate();
    this.socket = socket;
    // Calls made over the lost socket were given up by the page.
    this.waiting.dropAnswers();
    this.backlog = [];
    socket.on('message', (data: Buffer, isBinary: boolean) => this.receive(socket, data, isBinary));
    this.send({ kind: 'hello', window: this.id, resumed });
    for (const state of this.connection.openStates())
      this.send({ kind: 'event', event: 'captureState', payload: state });
  }

  detach(socket: WebSocket): void {
    if (this.socket === socket) this.socket = null;
  }

  async close(): Promise<void> {
    this.socket?.close(1001);
    await this.connection.close();
  }

  private receive(socket: WebSocket, data: Buffer, isBinary: boolean): void {
    const frame = isBinary ? readCall(data) : null;
    if (frame === null) {
      socket.close(1002, 'not a call');
      return;
    }
    this.backlog.push(frame);
    this.regulate(socket);
  }

  /**
   * Begins calls while there is room for their answers, and reads from the socket only when none waits to begin: a window that
   * asks without taking its answers is not asked for more.
   */
  private regulate(socket: WebSocket): void {
    if (socket !== this.socket) return;
    while (this.backlog.length > 0 && this.hasRoom(socket)) this.begin(socket, this.backlog.shift() as CallFrame);
    const full = this.backlog.length > 0 || !this.hasRoom(socket);
    if (full && !socket.isPaused) socket.pause();
    if (!full && socket.isPaused) socket.resume();
  }

  private hasRoom(socket: WebSocket): boolean {
    return this.callsUnderWay + this.waiting.answers < mostCalls && socket.bufferedAmount < fullSocketBytes;
  }

  private begin(socket: WebSocket, call: CallFrame): void {
    this.callsUnderWay += 1;
    void this.answer(call).then((answer) => {
      this.callsUnderWay -= 1;
      if (this.socket === socket) this.send(answer);
      this.regulate(socket);
    });
  }

  private async answer({ call, method, args }: CallFrame): Promise<WindowFrame> {
    try {
      return { kind: 'answer', call, value: await this.connection.call(method, args as unknown[]) };
    } catch (error) {
      return { kind: 'refusal', call, message: sentenceOf(error) };
    }
  }

  private send(frame: WindowFrame): void {
    this.waiting.push(frame);
    this.flush();
  }

  private flush(): void {
    const { socket } = this;
    while (socket !== null && socket.readyState === socket.OPEN && socket.bufferedAmount < fullSocketBytes) {
      const frame = this.waiting.shift();
      if (frame === undefined) return;
      socket.send(packFrame(frame), () => {
        this.flush();
        this.regulate(socket);
      });
    }
  }
}

/** An answer that cannot be packed is the program's fault, and must not leave its caller waiting. */
function packFrame(frame: WindowFrame): Buffer {
  try {
    return packr.pack(frame);
  } catch (error) {
    const call = 'call' in frame ? frame.call : -1;
    return packr.pack({ kind: 'refusal', call, message: `The answer cannot be sent: ${sentenceOf(error)}` });
  }
}

/** @returns null where the bytes are no call */
function readCall(data: Buffer): CallFrame | null {
  try {
    const frame = unpackr.unpack(data) as Partial<CallFrame> | null;
    if (frame?.kind !== 'call' || !Number.isSafeInteger(frame.call)) return null;
    return Array.isArray(frame.args) && typeof frame.method === 'string' ? (frame as CallFrame) : null;
  } catch {
    return null;
  }
}
