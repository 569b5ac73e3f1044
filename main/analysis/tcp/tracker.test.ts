import { describe, expect, it, vi } from 'vitest';
import { AddressFamily, PacketSummary, Transport } from '../packet-summary';
import { PacketStore } from '../store/packet-store';
import { RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { ConnectionKnowledge } from './connection-knowledge';
import { ConnectionReplay } from './connection-replay';
import { noConnection } from './connection-table';
import { SegmentFacts } from './segment-facts';
import { SegmentSweep } from './segment-sweep';
import { socketTable } from './socket-table';
import { Conversation } from './testing/conversation';
import { ConnectionTracker } from './tracker';

describe('connections', () => {
  it('link their packets and tell who sent them', () => {
    const { store, tracker } = new Conversation().opens().client('A', { length: 1 });
    const rows = [0];
    for (let row = store.get('nextInStream', 0); row !== 0; row = store.get('nextInStream', row)) rows.push(row);
    expect(rows).toEqual([0, 1, 2, 3]);
    expect(rows.map((row) => store.has(row, RowFlag.fromServer))).toEqual([false, true, false, false]);
    expect(tracker.tcp.count).toBe(1);
  });

  it('take the lower port for the server where the SYN was not seen', () => {
    const { store } = new Conversation().server('A', { sequence: 3 });
    expect(store.has(0, RowFlag.fromServer)).toBe(true);
  });

  it('are found by an ICMP error, whatever it quotes; of reused ports the one that fits', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .client('R')
      .client('S', { sequence: 500_000 });
    expect(conversation.icmpQuotes(0)).toBe(0);
    expect(conversation.icmpQuotes(500_000)).toBe(1);
    expect(conversation.tracker.quoted.connection(conversation.store.count - 1)).toBe(1);
  });

  it('are opened by a quote of a whole header only', () => {
    expect(new Conversation().icmpQuotes(0)).toBe(noConnection);
    const conversation = new Conversation();
    expect(conversation.icmpQuotes(0, 'S')).toBe(0);
    conversation.later(0.5).client('S');
    expect(conversation.fact()).toMatchObject({ connection: 0, sinceFirst: 500_000_000n, completeness: 1 });
  });

  it('learn no numbers from a segment whose header is longer than itself, only that it came', () => {
    const conversation = new Conversation()
      .client('la', { sequence: 700 })
      .later(0.1)
      .server('A', { acknowledges: 501 });
    expect(conversation.fact()).toMatchObject({ acknowledgment: 1, sinceFirst: 100_000_000n, completeness: 0 });
    conversation.later(0.1).client('A', { sequence: 501, length: 10 });
    expect(conversation.fact()).toMatchObject({ sequence: 1, nextSequence: 11 });
    expect(conversation.verdicts()).toEqual([]);
  });

  it('are opened anew by what claims to be a SYN with another number', () => {
    const conversation = new Conversation().opens().client('ls', { sequence: 90_000 });
    expect(conversation.tracker.tcp.count).toBe(2);
    conversation.later(0.2).server('A', { sequence: 1, acknowledges: 1 });
    expect(conversation.fact()).toMatchObject({ connection: 1, sequence: 1, acknowledgment: 1, completeness: 1 });
  });

  it('count a header longer than its segment as the last of the handshake', () => {
    const conversation = new Conversation().client('S').later(0.01).server('SA').later(0.02).client('la');
    conversation.later(0.5).client('A', { sequence: 1, length: 5 });
    expect(conversation.fact()).toMatchObject({ initialRoundTrip: 30_000_000n, completeness: 7 });
  });

  it('cost under 300 bytes each where they have one SYN, row and address included', () => {
    const store = new PacketStore();
    const tracker = new ConnectionTracker(store);
    const summary = new PacketSummary();
    const addresses = new Uint8Array(8);
    const view = new DataView(addresses.buffer);
    const count = 200_000;
    for (let i = 0; i < count; i++) {
      view.setUint32(4, i >>> 8);
      summary.reset();
      summary.setAddresses(AddressFamily.ipv4, addresses, 0, 4);
      summary.transport = Transport.tcp;
      summary.hasPorts = true;
      summary.tcpFlags = TcpFlag.syn;
      summary.sourcePort = 40000;
      summary.destinationPort = i & 255;
      summary.sequence = i;
      tracker.add(store.append({ ...frame, nanoseconds: i }, summary, false), summary);
    }
    expect(tracker.tcp.count).toBe(count);
    expect(tracker.byteSize / count).toBeLessThan(190);
    expect((tracker.byteSize + store.byteSize) / count).toBeLessThan(300);
  });
});

const frame = {
  fileOffset: 0,
  seconds: 1,
  nanoseconds: 0,
  hasTime: true,
  capturedLength: 60,
  originalLength: 60,
  interface: 0,
};

describe('facts', () => {
  it('are the same from a sweep, from the first question and from a checkpoint', () => {
    const conversation = new Conversation().opens();
    for (let i = 0; i < 9000; i++) conversation.client('A', { length: 10 }).later(0.001).server('A');
    const { store, tracker } = conversation;
    const facts = new SegmentFacts(store, tracker);
    const sweep = new SegmentSweep(store, tracker);
    const swept = Array.from({ length: store.count }, (_, row) => sweep.at(row)?.acknowledgedFrame);
    for (const row of [store.count - 1, 100, 12_000, 8_300, 8_299, 17_000, 3]) {
      expect(facts.at(row)?.acknowledgedFrame, `row ${row}`).toBe(swept[row]);
      expect(facts.at(row)?.analysis).toBe(store.get('analysis', row));
    }
  });
});

describe('facts of a connection that grows', () => {
  it('are told of what came after the connection was looked at, by a sweep too', () => {
    const conversation = new Conversation().opens();
    const { store, tracker } = conversation;
    const knowledge = new ConnectionKnowledge(store, tracker);
    for (let round = 0; round < 12; round++) {
      for (let at = 0; at < 50; at++) conversation.client('A', { length: 10 }).later(0.001).server('A');
      // Once around from the beginning, then on from there: a sweep.
      for (let frame = round === 9 ? 1 : store.count - 9; frame <= store.count; frame++) {
        const fact = knowledge.segment(frame);
        expect(fact?.analysis, `frame ${frame}`).toBe(store.get('analysis', frame - 1));
        expect(fact?.sequence).toBe(new SegmentFacts(store, tracker).at(frame - 1)?.sequence);
      }
    }
  });

  it('are those of its segment where a checkpoint stands', () => {
    const conversation = new Conversation().opens();
    for (let at = 0; at < 8_500; at++) conversation.client('A', { sequence: 1, length: 10 });
    const { store, tracker } = conversation;
    const facts = new SegmentFacts(store, tracker);
    facts.at(store.count - 1);
    for (let row = 8_150; row < 8_250; row++) {
      facts.at(0);
      expect(facts.at(row)?.analysis, `row ${row}`).toBe(store.get('analysis', row));
    }
  });

  it('are not replayed from its beginning whenever it is looked at', () => {
    const conversation = new Conversation().opens();
    const { store, tracker } = conversation;
    const knowledge = new ConnectionKnowledge(store, tracker);
    const step = vi.spyOn(ConnectionReplay.prototype, 'step');
    for (let at = 0; at < 10_000; at++) conversation.client('A', { length: 10 }).later(0.001).server('A');
    for (let round = 0; round < 20; round++) {
      for (let at = 0; at < 5; at++) conversation.client('A', { length: 10 }).later(0.001).server('A');
      // A page of the list's end, which begins before the one that was asked for last ended.
      for (let frame = store.count - 99; frame <= store.count; frame++) knowledge.segment(frame);
    }
    // Once from the beginning, and from a checkpoint for each page.
    expect(step.mock.calls.length).toBeLessThan(20_000 + 20 * 10_000);
    step.mockRestore();
  });
});

describe('the socket table', () => {
  it('lists each end at a time, listeners once, and forgets TIME_WAIT after 60 s', async () => {
    const conversation = new Conversation().opens().client('FA').server('FA').client('A').later(61);
    conversation.icmpQuotes(0);
    const { store, tracker } = conversation;
    const lines = async (time?: bigint) =>
      (await socketTable(store, tracker, time)).map((each) => `${each.local.port} ${each.state}`);
    expect(await lines(store.time(0))).toEqual(['80 LISTEN', '40000 SYN_SENT']);
    expect(await lines(store.time(2))).toEqual(['80 LISTEN', '40000 ESTABLISHED', '80 ESTABLISHED']);
    expect(await lines(store.time(5))).toEqual(['80 LISTEN', '40000 TIME_WAIT']);
    expect(await lines()).toEqual(['80 LISTEN']);
  });
});
