import type { Route } from './frame';
import type { Random } from './random';
import type { Stack } from './tcp-end';

const SECOND = 1_000_000;

export interface Host {
  mac: Uint8Array;
  ipv4: Uint8Array;
  ipv6: Uint8Array;
  hopLimit: number;
}

/** The machine that is captured on, its gateway, its neighbours, and the clients of the wide network. */
export class Population {
  readonly box: Host;
  readonly gatewayMac: Uint8Array;
  readonly resolver: Host;
  readonly timeServer: Host;
  readonly neighbours: readonly Host[];
  private readonly clients: readonly Host[];

  constructor(private readonly random: Random) {
    this.gatewayMac = mac(0xfe);
    this.box = { mac: mac(5), ipv4: Uint8Array.of(10, 20, 0, 5), ipv6: ipv6(0x20, 5), hopLimit: 64 };
    this.neighbours = Array.from({ length: 24 }, (_, index) => ({
      mac: mac(16 + index),
      ipv4: Uint8Array.of(10, 20, 0, 16 + index),
      ipv6: ipv6(0x20, 16 + index),
      hopLimit: 64,
    }));
    this.resolver = this.neighbours[0]!;
    this.timeServer = this.neighbours[1]!;
    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544), 2001:db8::/32 for documentation (RFC 3849).
    this.clients = Array.from({ length: 4_000 }, (_, index) => ({
      mac: this.gatewayMac,
      ipv4: Uint8Array.of(198, random.integer(18, 19), index >> 8, random.integer(1, 254)),
      ipv6: ipv6(0x1000 + index, random.integer(1, 0xffff)),
      hopLimit: random.pick([64, 128]) - random.integer(4, 20),
    }));
  }

  client(): Host {
    return this.random.pick(this.clients);
  }

  neighbour(): Host {
    return this.random.pick(this.neighbours);
  }

  /** From the box's host to another or back; IPv6 when asked. */
  route(from: Host, to: Host, version6: boolean, vlan: number): Route {
    return {
      sourceMac: from.mac,
      destinationMac: to.mac,
      source: version6 ? from.ipv6 : from.ipv4,
      destination: version6 ? to.ipv6 : to.ipv4,
      vlan,
      hopLimit: from.hopLimit,
      flowLabel: version6 ? this.random.integer(1, 0xfffff) : 0,
    };
  }

  stack(version6: boolean, remote: boolean): Stack {
    const { random } = this;
    const windows = remote && random.chance(0.35);
    const largest = version6 ? 1440 : 1460;
    return {
      maximumSegmentSize: remote
        ? random.weighted([
            [8, largest],
            [1, 1400],
            [1, 1360],
          ])
        : largest,
      windowScale: random.chance(0.97) ? (windows ? 8 : 7) : -1,
      sack: random.chance(0.96),
      timestamps: windows ? random.chance(0.2) : random.chance(0.97),
      receiveBuffer: random.pick([65_535, 131_072, 262_144]),
      maximumCongestionWindow: 400_000,
      delayedAck: windows ? 50_000 : 40_000,
      probesWithData: windows,
      keepAlive: random.weighted([
        [6, 0],
        [1, 5 * SECOND],
        [1, 15 * SECOND],
      ]),
      identification: windows ? 'host' : 'connection',
    };
  }
}

function mac(last: number): Uint8Array {
  return Uint8Array.of(2, 0, 0x5e, 0x10, 0, last);
}

function ipv6(subnet: number, host: number): Uint8Array {
  return Uint8Array.of(0x20, 1, 0x0d, 0xb8, 0, 0, subnet >> 8, subnet & 255, 0, 0, 0, 0, 0, 0, host >> 8, host & 255);
}
