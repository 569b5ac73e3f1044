import { describe, expect, it } from 'vitest';
import { AddressFamily, PacketSummary, Transport } from '../packet-summary';
import { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { DatagramFacts } from './datagram-fact';
import { ConnectionTracker } from './tracker';

/** Datagrams between one client port each and one server, a millisecond apart. */
class Datagrams {
  readonly store = new PacketStore();
  readonly tracker = new ConnectionTracker(this.store);
  private readonly summary = new PacketSummary();
  private readonly addresses = Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2);

  send(clientPort: number, fromServer = false, length = 10): this {
    const { summary, store } = this;
    summary.reset();
    summary.setAddresses(AddressFamily.ipv4, this.addresses, fromServer ? 4 : 0, fromServer ? 0 : 4);
    summary.transport = Transport.udp;
    summary.hasPorts = true;
    summary.payloadLength = length;
    summary.sourcePort = fromServer ? 53 : clientPort;
    summary.destinationPort = fromServer ? clientPort : 53;
    this.tracker.add(this.append(summary), summary);
    expect(store.has(store.count - 1, RowFlag.udp)).toBe(true);
    return this;
  }

  append(summary: PacketSummary): number {
    return this.store.append(
      {
        fileOffset: 0,
        seconds: 0,
        nanoseconds: this.store.count * 1_000_000,
        hasTime: true,
        capturedLength: 60,
        originalLength: 60,
        interface: 0,
      },
      summary,
      false,
    );
  }

  address(at: number): number {
    return this.store.addresses.intern(this.addresses, at, AddressFamily.ipv4);
  }
}

describe('conversations over UDP', () => {
  it('are numbered as they appear, with the time since the first and the last of each', () => {
    const datagrams = new Datagrams().send(1000).send(2000).send(1000, true).send(2000, true).send(1000);
    const facts = new DatagramFacts(datagrams.store, datagrams.tracker);
    expect([0, 1, 2, 3, 4].map((row) => facts.at(row))).toMatchObject([
      { conversation: 0, fromServer: false, sinceFirst: 0n, sincePrevious: 0n },
      { conversation: 1, fromServer: false, sinceFirst: 0n, sincePrevious: 0n },
      { conversation: 0, fromServer: true, sinceFirst: 2_000_000n, sincePrevious: 2_000_000n },
      { conversation: 1, fromServer: true, sinceFirst: 2_000_000n, sincePrevious: 2_000_000n },
      { conversation: 0, fromServer: false, sinceFirst: 4_000_000n, sincePrevious: 2_000_000n },
    ]);
  });

  it('date from the last datagram with data, or else from the first, as in tshark', () => {
    const datagrams = new Datagrams();
    for (const length of [0, 0, 5, 0, 0, 6]) datagrams.send(1000, false, length);
    const facts = new DatagramFacts(datagrams.store, datagrams.tracker);
    expect([2, 5].map((row) => facts.at(row))).toMatchObject([
      { sinceFirst: 2_000_000n, sincePrevious: 2_000_000n },
      { sinceFirst: 5_000_000n, sincePrevious: 3_000_000n },
    ]);
  });

  it('leave the list of a connection alone that one of their datagrams carried', () => {
    const datagrams = new Datagrams();
    const { store, tracker } = datagrams;
    const inner = new PacketSummary();
    inner.setAddresses(AddressFamily.ipv4, Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2), 0, 4);
    inner.transport = Transport.tcp;
    inner.hasPorts = true;
    inner.sourcePort = 40_000;
    inner.destinationPort = 80;
    for (let row = 0; row < 2; row++) {
      tracker.enclose(datagrams.append(inner), datagrams.address(0), datagrams.address(4), 1000, 53);
      tracker.add(row, inner);
    }
    datagrams.send(1000).send(1000, true);
    expect([0, 1, 2, 3].map((row) => store.get('nextInStream', row))).toEqual([1, 0, 3, 0]);
    const facts = new DatagramFacts(store, tracker);
    expect([0, 1, 2, 3].map((row) => facts.at(row)?.conversation)).toEqual([0, 0, 0, 0]);
    expect(facts.at(3)).toMatchObject({ sinceFirst: 3_000_000n, sincePrevious: 1_000_000n });
  });

  it('are told in any order, of long conversations too', () => {
    const datagrams = new Datagrams();
    for (let i = 0; i < 10_000; i++) datagrams.send(1000).send(2000);
    const facts = new DatagramFacts(datagrams.store, datagrams.tracker);
    for (const row of [19_999, 4, 12_345, 12_344, 8193, 2, 16_385]) {
      expect(facts.at(row)?.sincePrevious, `row ${row}`).toBe(2_000_000n);
    }
  });

  it('hold datagrams around other packets, and errors that quote them', () => {
    const datagrams = new Datagrams().send(1000);
    const { store, tracker } = datagrams;
    const [client, server] = [datagrams.address(0), datagrams.address(4)];
    const empty = new PacketSummary();
    const tunnel = datagrams.append(empty);
    tracker.enclose(tunnel, client, server, 4789, 4789);
    const again = datagrams.append(empty);
    tracker.enclose(again, client, server, 4789, 4789);
    const quote = datagrams.append(empty);
    tracker.quote(quote, Transport.udp, client, server, 1000, 53);
    datagrams.send(1000);
    const facts = new DatagramFacts(store, tracker);
    expect(facts.at(tunnel)).toMatchObject({ conversation: 1, sinceFirst: 0n, sincePrevious: 0n });
    expect(facts.at(again)).toMatchObject({ conversation: 1, sinceFirst: 1_000_000n, sincePrevious: 1_000_000n });
    expect(facts.at(quote)).toMatchObject({ conversation: 0, sinceFirst: null });
    expect(facts.at(4)).toMatchObject({ conversation: 0, sincePrevious: 4_000_000n });
  });
});
