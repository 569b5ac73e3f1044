import type { CaptureWriter } from './capture-writer';
import { arp, dnsExchange, echo, neighbour, ntp, portUnreachable, udp } from './datagrams';
import type { EventQueue } from './event-queue';
import type { Frame, Route } from './frame';
import type { Host, Population } from './population';
import type { Random } from './random';

const SECOND = 1_000_000;
const EPOCH_SECONDS = 1_760_000_000;

/** What runs beside the TCP connections: name lookups, time, neighbours, pings. */
export class BackgroundTraffic {
  private identification = 1;

  constructor(
    private readonly queue: EventQueue,
    private readonly random: Random,
    private readonly population: Population,
    private readonly frame: Frame,
    private readonly writer: CaptureWriter,
    /** Mean time between two new TCP connections; lookups keep pace with them. */
    private readonly meanGap: number,
  ) {}

  start(): void {
    this.repeat(this.meanGap * 1.2, () => this.lookUp());
    this.repeat(16 * SECOND, () => this.time());
    this.repeat(Math.max(this.meanGap * 20, 1_000), () => this.resolveNeighbour());
    this.repeat(Math.max(this.meanGap * 12, 1_000), () => this.ping());
    this.repeat(Math.max(this.meanGap * 60, 1_000), () => this.refusedDatagram());
  }

  private repeat(mean: number, action: () => void): void {
    this.queue.schedule(this.queue.now + this.random.exponential(mean), () => {
      action();
      this.repeat(mean, action);
    });
  }

  private emit(): void {
    this.writer.write(this.queue.now, this.frame.bytes, this.frame.length);
  }

  private later(pause: number, make: () => void): void {
    this.queue.schedule(this.queue.now + pause, () => {
      make();
      this.emit();
    });
  }

  private both(peer: Host, version6: boolean): { out: Route; back: Route } {
    const { population } = this;
    return {
      out: population.route(population.box, peer, version6, 0),
      back: population.route(peer, population.box, version6, 0),
    };
  }

  private nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }

  private lookUp(): void {
    const { out, back } = this.both(this.population.resolver, this.random.chance(0.15));
    const { query, answer } = dnsExchange(this.random);
    const port = this.random.integer(32_768, 60_999);
    udp(this.frame, out, port, 53, query, this.nextIdentification());
    this.emit();
    if (!answer) return;
    this.later(this.random.logNormal(1_500, 1.3), () =>
      udp(this.frame, back, 53, port, answer, this.nextIdentification()),
    );
  }

  private time(): void {
    const { out, back } = this.both(this.population.timeServer, false);
    const seconds = EPOCH_SECONDS + this.queue.now / SECOND;
    udp(this.frame, out, 123, 123, ntp(3, seconds), this.nextIdentification());
    this.emit();
    this.later(900, () => udp(this.frame, back, 123, 123, ntp(4, seconds), this.nextIdentification()));
  }

  private resolveNeighbour(): void {
    const version6 = this.random.chance(0.3);
    const peer = this.population.neighbour();
    const { out, back } = this.both(peer, version6);
    // Neighbour discovery demands a hop limit of 255 (RFC 4861 §7.1).
    if (version6) neighbour(this.frame, { ...out, hopLimit: 255 }, 135, peer.ipv6);
    else arp(this.frame, out, 1);
    this.emit();
    this.later(200, () => {
      if (version6) neighbour(this.frame, { ...back, hopLimit: 255 }, 136, peer.ipv6);
      else arp(this.frame, back, 2);
    });
  }

  private ping(): void {
    const version6 = this.random.chance(0.3);
    const { out, back } = this.both(this.population.client(), version6);
    const identifier = this.random.integer(1, 0xffff);
    echo(this.frame, out, false, identifier, 1);
    this.emit();
    if (this.random.chance(0.9)) this.later(18_000, () => echo(this.frame, back, true, identifier, 1));
  }

  private refusedDatagram(): void {
    const { out, back } = this.both(this.population.neighbour(), false);
    udp(this.frame, out, 40_000, 8125, Buffer.from('requests:1|c'), this.nextIdentification());
    this.emit();
    const cause = this.frame.bytes.slice(14, this.frame.length);
    this.later(250, () => portUnreachable(this.frame, back, cause));
  }
}
