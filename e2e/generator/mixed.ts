import { BackgroundTraffic } from './background';
import type { CaptureWriter } from './capture-writer';
import { type Closing, Connection, type ConnectionHost, type ConnectionPlan, type Turn } from './connection';
import { ContentPool } from './content';
import { database, download, http, ssh, tls } from './conversations';
import { EventQueue } from './event-queue';
import { Frame } from './frame';
import type { PathTraits } from './path';
import { type Host, Population } from './population';
import { Random } from './random';
import { encodeSegment } from './segment';

const SECOND = 1_000_000;
/** What one connection takes in the file, on average; sets how many begin in a second. */
const BYTES_A_CONNECTION = 24_000;
const CAPTURE_SECONDS = 90;

type Application = { port: number; turns: (random: Random, pool: ContentPool) => Turn[]; inward: boolean };

const APPLICATIONS: readonly (readonly [number, Application])[] = [
  [34, { port: 80, turns: (random, pool) => http(random, pool, 1 + Math.floor(random.exponential(4))), inward: true }],
  [
    10,
    { port: 8080, turns: (random, pool) => http(random, pool, 1 + Math.floor(random.exponential(6))), inward: false },
  ],
  [34, { port: 443, turns: (random, pool) => tls(random, pool, 1 + Math.floor(random.exponential(4))), inward: true }],
  [8, { port: 443, turns: (random, pool) => tls(random, pool, 1 + Math.floor(random.exponential(2))), inward: false }],
  [2, { port: 22, turns: (random, pool) => ssh(random, pool, 10 + Math.floor(random.exponential(150))), inward: true }],
  [
    12,
    {
      port: 6432,
      turns: (random, pool) => database(random, pool, 2 + Math.floor(random.exponential(25))),
      inward: false,
    },
  ],
];

/** Traffic as on a busy host: thousands of TCP connections of all kinds at once, and what else runs beside them. */
export function generateMixed(writer: CaptureWriter, seed: number, bytes: number): void {
  new MixedTraffic(writer, seed, bytes).run();
}

class MixedTraffic implements ConnectionHost {
  readonly queue = new EventQueue();
  readonly random: Random;
  readonly hostCounter = { value: 0 };
  private readonly pool: ContentPool;
  private readonly population: Population;
  private readonly frame = new Frame();
  private readonly background: BackgroundTraffic;
  private readonly meanGap: number;
  private nextPort = 32_768;

  constructor(
    private readonly writer: CaptureWriter,
    seed: number,
    bytes: number,
  ) {
    this.random = new Random(seed);
    this.pool = new ContentPool(this.random);
    this.population = new Population(this.random);
    this.meanGap = (CAPTURE_SECONDS * SECOND) / Math.max(bytes / BYTES_A_CONNECTION, 4);
    this.background = new BackgroundTraffic(this.queue, this.random, this.population, this.frame, writer, this.meanGap);
  }

  run(): void {
    this.arrivals();
    this.background.start();
    while (!this.writer.full && this.queue.runNext());
  }

  capture: ConnectionHost['capture'] = (route, ports, segment, stream) => {
    encodeSegment(this.frame, route, ports, segment, stream);
    this.writer.write(this.queue.now, this.frame.bytes, this.frame.length);
  };

  /** Now and then the next connection of a client comes from the very same port. */
  ended(plan: ConnectionPlan): void {
    if (!this.random.chance(plan.server === 'refuses' ? 0.3 : 0.01)) return;
    this.queue.schedule(this.queue.now + this.random.between(1, 8) * SECOND, () => {
      // A new initial sequence number beyond the old connection's, as hosts choose it (RFC 6528).
      const clientInitialSequence = (plan.clientInitialSequence + this.random.integer(50e6, 250e6)) % 0x1_0000_0000;
      new Connection(this, { ...plan, clientInitialSequence, serverInitialSequence: this.random.word() }).start();
    });
  }

  private arrivals(): void {
    this.queue.schedule(this.queue.now + this.random.exponential(this.meanGap), () => {
      new Connection(this, this.plan()).start();
      this.arrivals();
    });
  }

  private plan(): ConnectionPlan {
    const { random, population, pool } = this;
    const application = random.weighted(APPLICATIONS);
    const version6 = random.chance(0.15);
    const near = !application.inward;
    const remote: Host = near ? population.neighbour() : population.client();
    const client = application.inward ? remote : population.box;
    const server = application.inward ? population.box : remote;
    const vlan = random.chance(0.08) ? random.pick([100, 200]) : 0;
    const slow = application.port === 80 && random.chance(0.03);
    const clientStack = population.stack(version6, application.inward);
    if (slow) clientStack.receiveBuffer = random.pick([16_384, 32_768, 65_536]);
    return {
      clientRoute: population.route(client, server, version6, vlan),
      serverRoute: population.route(server, client, version6, vlan),
      clientPort: this.takePort(),
      serverPort: application.port,
      clientInitialSequence: random.word(),
      serverInitialSequence: random.word(),
      clientStack,
      serverStack: population.stack(version6, !application.inward),
      path: this.path(near, application.inward),
      server: random.weighted([
        [970, 'listens'],
        [22, 'refuses'],
        [8, 'silent'],
      ] as const),
      turns: slow ? download(random, pool, random.integer(40_000, 300_000)) : application.turns(random, pool),
      closing: this.closing(),
      slowReader: slow ? { afterBytes: random.integer(1, 30_000), pause: random.between(0.5, 6) * SECOND } : null,
    };
  }

  private path(near: boolean, inward: boolean): PathTraits {
    const { random } = this;
    const lossy = !near && random.chance(0.3);
    return {
      delay: near ? random.between(60, 400) : Math.min(random.logNormal(18_000, 0.9), 150_000),
      // Mostly captured on the box itself, sometimes on a switch in between.
      capturePoint: random.chance(0.9) ? (inward ? 1 : 0) : random.between(0.3, 0.9),
      bytesPerMicrosecond: near ? 1_000 : random.pick([2, 6, 12, 60]),
      loss: lossy ? random.between(0.004, 0.05) : 0.0002,
      reorder: lossy ? random.between(0, 0.012) : 0.0001,
      duplicate: lossy ? 0.0005 : 0,
      stall: lossy ? 0.0006 : 0.00002,
    };
  }

  private closing(): Closing {
    const { random } = this;
    return {
      kind: random.weighted([
        [82, 'graceful'],
        [3, 'both'],
        [9, 'reset'],
        [6, 'none'],
      ] as const),
      first: random.chance(0.6) ? 'client' : 'server',
      pause: random.chance(0.5) ? 0 : random.logNormal(800_000, 1.5),
      answerPause: random.chance(0.5) ? 0 : random.logNormal(30_000, 2),
    };
  }

  private takePort(): number {
    this.nextPort = this.nextPort >= 60_999 ? 32_768 : this.nextPort + 1;
    return this.nextPort;
  }
}
