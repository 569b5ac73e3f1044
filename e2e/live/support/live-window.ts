import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { StartAnalysis } from '../../../main/session/capture-analysis';
import type { Session } from '../../../main/session/session';
import type { SessionConnection } from '../../../main/session/session-connection';
import type { CaptureState } from '../../../preload/contract/capture';
import type { Events } from '../../../preload/contract/events';
import type { LiveOptions, LiveStart, LiveState } from '../../../preload/contract/live-capture';
import { buildCommandLine } from './build';
import { pause } from './capturing';

/** What the filter of `options` lets through. */
export const port = 39_000 + (process.pid % 1_000);

export const options: LiveOptions = {
  interfaces: [{ device: 'lo', filter: `udp dst port ${port}`, snapLength: 0, promiscuous: true, monitor: false }],
  backend: 'auto',
  bufferMebibytes: 4,
  path: null,
  ring: null,
  stop: { packets: null, bytes: null, seconds: null, files: null },
  noteProcesses: true,
};

/** A session on a folder of its own for each test, as a start of the program makes one, with one window. */
export function useLiveWindow() {
  let built = '';
  let folder = '';
  let session: Session;
  let window: SessionConnection;
  const states = new Map<number, CaptureState>();
  const lives: LiveState[] = [];
  const turns: Events['liveTurned'][] = [];

  function open(startAnalysis?: StartAnalysis): void {
    const made = createRequire(join(built, 'session.js'))('./session.js') as { Session: typeof Session };
    const places = { userDataFolder: folder, samplesFolder: join(folder, 'samples') };
    session = new made.Session({ version: '0', ...places, ...(startAnalysis ? { startAnalysis } : {}) });
    states.clear();
    lives.length = 0;
    turns.length = 0;
    window = session.connect({
      emit: (name, payload) => {
        const event: string = name;
        if (event === 'captureState') states.set((payload as CaptureState).id, payload as CaptureState);
        if (event === 'liveTurned') turns.push(payload as Events['liveTurned']);
        if (event === 'liveState') lives.push(payload as LiveState);
      },
      shell: {} as never,
    });
  }

  beforeAll(async () => {
    built = await buildCommandLine();
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-live-session-'));
    open();
  });
  afterEach(async () => {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (...args: Parameters<SessionConnection['call']>) => window.call(...args);
  return {
    states,
    lives,
    turns,
    call,
    start: async (changes: Partial<LiveOptions> = {}) =>
      (await call('live.start', [{ ...options, ...changes }])) as LiveStart,
    /** Packets that the window has seen of a capture. */
    seen: (id: number) => states.get(id)?.packets ?? 0,
    file: (name: string) => join(folder, name),
    builtFile: (name: string) => join(built, name),
    /** Ends the session and begins another. */
    reopen: async (startAnalysis: StartAnalysis) => {
      await session.close();
      open(startAnalysis);
    },
  };
}

/** Numbered datagrams to the filter's port. */
export async function send(count: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let at = 0; at < count; at++) {
    await new Promise((resolve) => socket.send(`${at}`, port, '127.0.0.1', resolve));
    await pause(2);
  }
  // Long enough for a sample of the sockets to find it open.
  await pause(300);
  socket.close();
}

/** As many datagrams as fast as it goes. */
export async function flood(count: number): Promise<void> {
  const socket = createSocket('udp4');
  const data = Buffer.alloc(1_000);
  for (let at = 0; at < count; at++) {
    if (at % 500 === 499) await new Promise((resolve) => socket.send(data, port, '127.0.0.1', resolve));
    else socket.send(data, port, '127.0.0.1');
  }
  socket.close();
}
