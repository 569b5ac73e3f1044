import type { Content, WrittenStream } from './content';
import type { EventQueue } from './event-queue';
import type { Route } from './frame';
import { PathDirection, type PathTraits } from './path';
import type { Random } from './random';
import type { Ports, Segment } from './segment';
import { type Stack, TcpEnd } from './tcp-end';

export type Side = 'client' | 'server';

/** One side writes `contents`, `pause` microseconds after it has read everything the turn before wrote. */
export interface Turn {
  from: Side;
  contents: readonly Content[];
  pause: number;
}

export interface Closing {
  kind: 'graceful' | 'both' | 'reset' | 'none';
  first: Side;
  /** After the last turn, until the first side closes. */
  pause: number;
  /** From the peer's FIN to the other side's own; 0 sends it as the answer to the FIN. */
  answerPause: number;
}

export interface ConnectionPlan {
  clientRoute: Route;
  serverRoute: Route;
  clientPort: number;
  serverPort: number;
  clientInitialSequence: number;
  serverInitialSequence: number;
  clientStack: Stack;
  serverStack: Stack;
  path: PathTraits;
  /** What answers the SYN. */
  server: 'listens' | 'refuses' | 'silent';
  turns: readonly Turn[];
  closing: Closing;
  /** The client stops reading for so long once it has read so much; 0 for never. */
  slowReader: { afterBytes: number; pause: number } | null;
}

export interface ConnectionHost {
  queue: EventQueue;
  random: Random;
  hostCounter: { value: number };
  capture(route: Route, ports: Ports, segment: Segment, stream: WrittenStream): void;
  ended(plan: ConnectionPlan): void;
}

/** A TCP connection that plays out its plan: two ends, the path between them, and what the capture point saw. */
export class Connection {
  private readonly client: TcpEnd;
  private readonly server: TcpEnd;
  private turn = -1;
  private readonly written = { client: 1, server: 1 };
  private readonly hasRead = { client: 0, server: 0 };
  private closing = false;
  private finished = 0;

  constructor(
    private readonly host: ConnectionHost,
    private readonly plan: ConnectionPlan,
  ) {
    this.client = this.makeEnd('client');
    this.server = this.makeEnd('server');
    this.server.dead = plan.server === 'refuses';
  }

  start(): void {
    this.client.connect();
  }

  private makeEnd(side: Side): TcpEnd {
    const { host, plan } = this;
    const fromClient = side === 'client';
    const direction = new PathDirection(host.queue, host.random, plan.path, fromClient);
    const route = fromClient ? plan.clientRoute : plan.serverRoute;
    const ports: Ports = {
      source: fromClient ? plan.clientPort : plan.serverPort,
      destination: fromClient ? plan.serverPort : plan.clientPort,
      initialSequence: fromClient ? plan.clientInitialSequence : plan.serverInitialSequence,
      peerInitialSequence: fromClient ? plan.serverInitialSequence : plan.clientInitialSequence,
    };
    const end: TcpEnd = new TcpEnd(
      fromClient ? plan.clientStack : plan.serverStack,
      host.queue,
      host.random,
      host.hostCounter,
      {
        transmit: (segment) =>
          direction.send(
            segment.length + 66,
            () => host.capture(route, ports, segment, end.stream),
            () => this.deliver(side, segment),
          ),
        read: (sequence) => this.hasReadUpTo(side, sequence),
        finArrived: () => this.answerFin(side),
        ended: () => this.sideEnded(),
      },
    );
    return end;
  }

  private end(side: Side): TcpEnd {
    return side === 'client' ? this.client : this.server;
  }

  private deliver(from: Side, segment: Segment): void {
    if (from === 'server') this.client.arrive(segment);
    else if (this.plan.server !== 'silent') this.server.arrive(segment);
  }

  private hasReadUpTo(side: Side, sequence: number): void {
    this.hasRead[side] = sequence;
    const slow = this.plan.slowReader;
    if (side === 'client' && slow && sequence > slow.afterBytes && this.client.readPausedUntil === 0) {
      this.client.pauseReading(this.host.queue.now + slow.pause);
    }
    this.proceed();
  }

  /** Begins the next turn once the last one has been read whole. */
  private proceed(): void {
    const { turns } = this.plan;
    const last = turns[this.turn];
    if (last ? this.hasRead[other(last.from)] < this.written[last.from] : !this.ready()) return;
    const next = turns[this.turn + 1];
    if (!next) {
      this.beginClosing();
      return;
    }
    this.turn++;
    for (const content of next.contents) this.written[next.from] += content.length;
    this.after(next.pause, () => this.end(next.from).write(next.contents));
  }

  private ready(): boolean {
    const first = this.plan.turns[0]?.from ?? 'client';
    return this.hasRead[first] > 0;
  }

  private beginClosing(): void {
    const { closing } = this.plan;
    if (this.closing || closing.kind === 'none') return;
    this.closing = true;
    this.after(closing.pause, () => {
      if (closing.kind === 'reset') this.end(closing.first).abort();
      else this.end(closing.first).close();
      if (closing.kind === 'both') this.end(other(closing.first)).close();
    });
  }

  private answerFin(side: Side): void {
    this.after(this.plan.closing.answerPause, () => this.end(side).close());
  }

  private sideEnded(): void {
    if (++this.finished === 1) this.host.ended(this.plan);
  }

  private after(pause: number, action: () => void): void {
    if (pause <= 0) action();
    else this.host.queue.schedule(this.host.queue.now + pause, action);
  }
}

function other(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}
