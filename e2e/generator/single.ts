import type { CaptureWriter } from './capture-writer';
import { Connection, type ConnectionHost } from './connection';
import { ContentPool } from './content';
import { EventQueue } from './event-queue';
import { Frame } from './frame';
import { Random } from './random';
import { encodeSegment } from './segment';
import type { Stack } from './tcp-end';

const MSS = 1460;
/** The stream wraps 2^32 well inside even a short capture. */
const SERVER_INITIAL_SEQUENCE = 0xfff0_0000;

const STACK: Stack = {
  maximumSegmentSize: MSS,
  windowScale: 9,
  sack: true,
  timestamps: true,
  receiveBuffer: 4_000_000,
  maximumCongestionWindow: 1_200_000,
  delayedAck: 40_000,
  probesWithData: false,
  keepAlive: 0,
  identification: 'connection',
};

/** One download over one connection until the writer is full, captured at the client. */
export function generateSingle(writer: CaptureWriter, seed: number): void {
  const random = new Random(seed);
  const pool = new ContentPool(random);
  const queue = new EventQueue();
  const frame = new Frame();
  const host: ConnectionHost = {
    queue,
    random,
    hostCounter: { value: 0 },
    capture: (route, ports, segment, stream) => {
      encodeSegment(frame, route, ports, segment, stream);
      writer.write(queue.now, frame.bytes, frame.length);
    },
    ended: () => {},
  };
  const mac = [Uint8Array.of(2, 0, 0x5e, 0x30, 0, 1), Uint8Array.of(2, 0, 0x5e, 0x30, 0, 2)] as const;
  const address = [Uint8Array.of(10, 30, 0, 9), Uint8Array.of(198, 18, 7, 7)] as const;
  const route = (from: 0 | 1) => ({
    sourceMac: mac[from],
    destinationMac: mac[1 - from]!,
    source: address[from],
    destination: address[1 - from]!,
    vlan: 0,
    hopLimit: from === 0 ? 64 : 55,
    flowLabel: 0,
  });
  new Connection(host, {
    clientRoute: route(0),
    serverRoute: route(1),
    clientPort: 45_678,
    serverPort: 5_001,
    clientInitialSequence: random.word(),
    serverInitialSequence: SERVER_INITIAL_SEQUENCE,
    clientStack: STACK,
    serverStack: STACK,
    path: {
      delay: 4_000,
      capturePoint: 0,
      bytesPerMicrosecond: 110,
      loss: 0.0002,
      reorder: 0.00005,
      duplicate: 0.00001,
      stall: 0.0000005,
    },
    server: 'listens',
    turns: [
      { from: 'client', contents: [pool.textRun(80)], pause: 100 },
      { from: 'server', contents: [pool.noiseRun(2 ** 45)], pause: 500 },
    ],
    closing: { kind: 'graceful', first: 'server', pause: 0, answerPause: 0 },
    slowReader: null,
  }).start();
  while (!writer.full && queue.runNext());
}
