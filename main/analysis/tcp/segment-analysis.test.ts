import { describe, expect, it } from 'vitest';
import { uncaptured } from '../packet-summary';
import { AnalysisFlag, anyVerdict } from './analysis-flag';
import { Conversation } from './testing/conversation';

// What tshark 4.0 answers for the same segments, and the user's guide's chapter TCP Analysis.

describe('sequence', () => {
  it('a segment sent again is a retransmission, timed from the oldest that waits', () => {
    const conversation = new Conversation().opens().client('A', { length: 100 }).client('A', { length: 100 });
    conversation.later(0.3).client('A', { sequence: 1, length: 100 });
    expect(conversation.verdicts()).toEqual(['retransmission']);
    expect(conversation.fact()).toMatchObject({ timeoutFrame: 4, timeout: 300_000_000n, bytesInFlight: 200 });
  });

  it('soon after two duplicate ACKs of its number it is a fast one', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100, lost: true })
      .client('A', { length: 100, lost: true });
    conversation.later(0.1).server('A').server('A').server('A').later(0.019).client('A', { sequence: 1, length: 100 });
    expect(conversation.verdicts()).toEqual(['retransmission', 'fastRetransmission']);
  });

  it('20 ms after the duplicates it is none', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100, lost: true })
      .client('A', { length: 100, lost: true });
    conversation.later(0.1).server('A').server('A').server('A').later(0.02).client('A', { sequence: 1, length: 100 });
    expect(conversation.verdicts()).toEqual(['retransmission']);
  });

  it('of acknowledged bytes it is spurious', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .server('A')
      .client('A', { sequence: 1, length: 100 });
    expect(conversation.verdicts()).toEqual(['retransmission', 'spuriousRetransmission']);
  });

  it('a gap is a lost segment, and what fills it within the initial round trip out of order', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .client('A', { sequence: 201, length: 100 });
    expect(conversation.verdicts()).toEqual(['lostSegment']);
    expect(conversation.later(0.019).client('A', { sequence: 101, length: 100 }).verdicts()).toEqual(['outOfOrder']);
  });

  it('what fills it later is a retransmission', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 100 })
      .client('A', { sequence: 201, length: 100 });
    expect(conversation.later(0.02).client('A', { sequence: 101, length: 100 }).verdicts()).toEqual(['retransmission']);
  });

  it('without a handshake 3 ms count', () => {
    const late = (seconds: number) =>
      new Conversation()
        .client('A', { sequence: 1, acknowledges: 1, length: 100 })
        .client('A', { sequence: 201, acknowledges: 1, length: 100 })
        .later(seconds)
        .client('A', { sequence: 101, acknowledges: 1, length: 100 })
        .verdicts();
    expect(late(0.0029)).toEqual(['outOfOrder']);
    expect(late(0.003)).toEqual(['retransmission']);
  });

  it('nothing notices that the numbers pass 2^32', () => {
    const send = (initial: number) => {
      const conversation = new Conversation({ client: initial, server: initial }).opens();
      for (let i = 0; i < 5; i++) conversation.client('A', { length: 100 }).later(0.01).server('A').later(0.01);
      conversation.client('A', { sequence: 301, length: 100 }).client('A', { sequence: 701, length: 100 });
      return Array.from({ length: conversation.store.count }, (_, i) => {
        const { sequence, acknowledgment, nextSequence, acknowledgedFrame, bytesInFlight } = conversation.fact(i + 1);
        return [conversation.verdicts(i + 1), sequence, acknowledgment, nextSequence, acknowledgedFrame, bytesInFlight];
      });
    };
    expect(send(2 ** 32 - 250)).toEqual(send(1000));
  });
});

describe('acknowledgments', () => {
  it('repeated without data are duplicates, numbered and tied to the first', () => {
    const conversation = new Conversation().opens().client('A', { length: 100 }).server('A').server('A').server('A');
    expect(conversation.verdicts()).toEqual(['duplicateAcknowledgment']);
    expect(conversation.fact()).toMatchObject({ duplicateNumber: 2, duplicatedFrame: 5 });
  });

  it('tell the round trip of the segment that they end at', () => {
    const conversation = new Conversation().opens().client('A', { length: 100 }).client('A', { length: 100 });
    conversation.later(0.05).server('A', { acknowledges: 101 });
    expect(conversation.fact()).toMatchObject({
      acknowledgedFrame: 4,
      roundTrip: 50_000_000n,
      initialRoundTrip: 20_000_000n,
    });
  });

  it('of what was not captured say so once until the other end acknowledges anew', () => {
    const conversation = new Conversation().opens().client('A', { length: 100 });
    expect(conversation.server('A', { acknowledges: 300 }).verdicts()).toEqual(['acknowledgedLostSegment']);
    expect(conversation.server('A', { acknowledges: 400 }).verdicts()).toEqual([]);
    conversation.server('PA', { acknowledges: 400, length: 1 }).client('A', { sequence: 101 });
    expect(conversation.server('A', { acknowledges: 500 }).verdicts()).toEqual(['acknowledgedLostSegment']);
  });

  it('answer a keep-alive', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { length: 10 })
      .server('A')
      .later(30)
      .client('A', { sequence: 10 });
    expect(conversation.verdicts()).toEqual(['keepAlive']);
    expect(conversation.server('A').verdicts()).toEqual(['keepAliveAcknowledgment']);
  });
});

describe('duplicate ACKs of Multipath TCP', () => {
  const [capable, signal, addAddress] = [1, 4, 8];

  it('are none where the connection used a new kind of option since the last segment of their end', () => {
    const conversation = new Conversation()
      .client('S', { multipath: capable })
      .server('SA', { multipath: capable })
      .client('A', { multipath: capable });
    conversation.client('PA', { length: 10 }).server('A', { multipath: signal });
    expect(conversation.server('A', { multipath: signal }).verdicts()).toEqual([]);
    conversation.server('A', { multipath: signal });
    expect(conversation.verdicts()).toEqual(['duplicateAcknowledgment']);
    expect(conversation.fact()).toMatchObject({ duplicateNumber: 1, duplicatedFrame: 5 });
  });

  it('are none either where the other end used it', () => {
    const conversation = new Conversation().opens().client('PA', { length: 10 }).server('A');
    conversation.client('A', { multipath: signal | addAddress });
    expect(conversation.server('A').verdicts()).toEqual([]);
    expect(conversation.server('A').verdicts()).toEqual(['duplicateAcknowledgment']);
  });
});

describe('windows', () => {
  it('zero, probed, answered, and opened again', () => {
    const conversation = new Conversation().opens().client('A', { length: 100 }).server('A', { window: 0 });
    expect(conversation.verdicts()).toEqual(['zeroWindow']);
    expect(conversation.later(0.2).client('A', { length: 1, lost: true }).verdicts()).toEqual(['zeroWindowProbe']);
    expect(conversation.server('A', { window: 0 }).verdicts()).toEqual(['zeroWindow', 'zeroWindowProbeAcknowledgment']);
    expect(conversation.server('A', { window: 500 }).verdicts()).toEqual(['windowUpdate']);
    expect(conversation.client('A', { sequence: 101, length: 50 }).verdicts()).toEqual([]);
  });

  it('full when a segment ends where the window does', () => {
    const conversation = new Conversation().opens({ windowScale: 2 }).server('A', { window: 25 });
    expect(conversation.client('A', { length: 99 }).verdicts()).toEqual([]);
    expect(conversation.client('A', { length: 1 }).verdicts()).toEqual(['windowFull']);
  });

  it('scale by what both SYNs say, at most by 2^14 (RFC 7323 §2.3)', () => {
    expect(new Conversation().opens({ windowScale: 7 }).fact()).toMatchObject({
      windowSize: 128_000,
      windowScaleFactor: 128,
    });
    expect(new Conversation().opens({ windowScale: 200 }).fact().windowScaleFactor).toBe(16384);
    expect(new Conversation().opens().fact()).toMatchObject({ windowSize: 1000, windowScaleFactor: -2 });
    expect(new Conversation().client('A', { sequence: 5 }).fact().windowScaleFactor).toBe(-1);
    expect(new Conversation().client('S', { windowScale: 7 }).fact().windowScaleFactor).toBeNull();
  });

  it('of a SYN whose options were cut off are not known, those of the other end are', () => {
    const conversation = new Conversation().client('S', { windowScale: uncaptured }).server('SA', { windowScale: 9 });
    expect(conversation.client('A').fact().windowScaleFactor).toBe(-1);
    expect(conversation.server('A', { window: 10 }).fact()).toMatchObject({ windowSize: 5120, windowScaleFactor: 512 });
  });
});

describe('opening', () => {
  it('Fast Open: the SYN with a cookie, its data accepted or ignored (RFC 7413)', () => {
    const open = () => new Conversation().client('S', { length: 10, fastOpenCookie: 8 });
    expect(open().verdicts()).toEqual(['fastOpenSyn']);
    expect(open().server('SA').verdicts()).toEqual(['fastOpenAccepted']);
    expect(open().server('SA', { acknowledges: 1 }).verdicts()).toEqual(['fastOpenIgnored']);
    expect(open().server('SA', { acknowledges: 0 }).verdicts()).toEqual(['fastOpenIgnored']);
  });

  it('Fast Open is no reason for tcp.analysis.flags, as tshark has it', () => {
    const opens = new Conversation().client('S', { length: 10, fastOpenCookie: 8 });
    expect(opens.fact().analysis & anyVerdict).toBe(0);
    expect(opens.server('SA').fact().analysis & anyVerdict).toBe(0);
  });

  it('a SYN sent again belongs to its connection, one with another number opens the next', () => {
    const conversation = new Conversation().client('S').later(1).client('S', { sequence: 0 });
    expect(conversation.tracker.tcp.count).toBe(1);
    expect(conversation.verdicts()).toEqual(['retransmission']);
    conversation.client('S', { sequence: 77 });
    expect(conversation.tracker.tcp.count).toBe(2);
    expect(conversation.fact()).toMatchObject({ connection: 1, sequence: 0, completeness: 1 });
  });

  it('completeness counts what came before (user guide: SYN 1, SYN-ACK 2, ACK 4, DATA 8, FIN 16, RST 32)', () => {
    const conversation = new Conversation()
      .opens()
      .client('PA', { length: 5 })
      .server('A')
      .client('FA')
      .server('FA')
      .client('A');
    const seen = Array.from({ length: conversation.store.count }, (_, i) => conversation.fact(i + 1).completeness);
    expect(seen).toEqual([0, 1, 3, 7, 15, 15, 31, 31]);
  });

  it('completeness counts a FIN only with ACK, and a reset with whatever it comes', () => {
    const seen = (flags: string) =>
      new Conversation().client('S').client(flags, { sequence: 1 }).server('P').fact().completeness;
    expect([seen('F'), seen('FA'), seen('RF'), seen('RFA')]).toEqual([1, 1 + 4 + 16, 1 + 32, 1 + 4 + 16 + 32]);
    expect(new Conversation().client('S').server('SAF').client('A').fact().completeness).toBe(1 + 2 + 16);
    expect(new Conversation().client('SR').server('P').fact().completeness).toBe(1);
    expect(new Conversation().client('S', { length: 3 }).server('P').fact().completeness).toBe(1 + 8);
    const reused = new Conversation().client('S').client('SR', { sequence: 77, length: 3 });
    expect(reused.server('P').fact().completeness).toBe(1 + 32);
  });

  it('a reset whose number is 0 says nothing of where its sender is (RFC 9293 §3.10.7.1)', () => {
    const initial = { client: 2 ** 32 - 256, server: 5000 };
    const conversation = new Conversation(initial).opens().client('PA', { length: 10 });
    conversation.client('R', { sequence: 256 });
    expect(conversation.client('PA', { sequence: 11, length: 10 }).verdicts()).toEqual([]);
    expect(conversation.server('A', { acknowledges: 21 }).verdicts()).toEqual([]);
    expect(conversation.later(1).client('PA', { sequence: 11, length: 10 }).verdicts()).toContain('retransmission');
  });
});

describe('bytes in flight and since the last PSH', () => {
  it('leave out what SACK blocks report', () => {
    const conversation = new Conversation().opens();
    for (let i = 0; i < 4; i++) conversation.client('A', { length: 100, lost: true });
    conversation.server('A', { sack: [[201, 301]] }).client('A', { length: 100 });
    expect(conversation.fact()).toMatchObject({ bytesInFlight: 400, pushBytesSent: 500 });
  });

  it('leave out the first three SACK blocks, and add what an inverted one lacks, as tshark does', () => {
    const inFlight = (...sack: readonly (readonly [number, number])[]) => {
      const conversation = new Conversation().opens();
      for (let i = 0; i < 20; i++) conversation.client('A', { length: 1000, lost: true });
      return conversation.server('A', { sack }).client('A', { length: 100 }).fact().bytesInFlight;
    };
    expect(inFlight([3001, 4001], [5001, 6001], [7001, 7501])).toBe(17_600);
    expect(inFlight([3001, 4001], [5001, 6001], [7001, 7501], [9001, 9201])).toBe(17_600);
    expect(inFlight([4001, 3001])).toBe(21_100);
  });

  it('begin anew behind a PSH', () => {
    const conversation = new Conversation().opens().client('PA', { length: 100 }).client('A', { length: 30 });
    expect(conversation.fact().pushBytesSent).toBe(30);
  });

  it('count data from before the first number that the capture tells', () => {
    const conversation = new Conversation().client('A', { sequence: 600, acknowledges: 400 });
    conversation.server('PA', { sequence: 268, acknowledges: 600, length: 132 });
    expect(conversation.fact()).toMatchObject({ sequence: 2 ** 32 - 131, bytesInFlight: 132, pushBytesSent: 132 });
  });

  it('tell nothing where such data wait on both sides of that number', () => {
    const conversation = new Conversation().client('A', { sequence: 600, acknowledges: 400 });
    conversation.server('PA', { sequence: 200, acknowledges: 600, length: 50 });
    conversation.server('PA', { sequence: 400, acknowledges: 600, length: 50 });
    expect(conversation.fact().bytesInFlight).toBeNull();
  });

  it('are unknown from a gap until the next acknowledgment', () => {
    const conversation = new Conversation()
      .opens()
      .client('A', { sequence: 101, length: 100 })
      .client('A', { length: 100 });
    expect(conversation.fact().bytesInFlight).toBeNull();
    expect(conversation.server('A', { acknowledges: 1 }).client('A', { length: 100 }).fact().bytesInFlight).toBe(300);
  });
});

describe('hostile input', () => {
  it('is taken in whatever flags, numbers and options it has', () => {
    const conversation = new Conversation();
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let i = 0; i < 5000; i++) {
      const flags = [...'SAFRP'].filter(() => random(2) === 0).join('');
      const unusual = {
        sequence: random(3) === 0 ? random(0x1000000) * 256 : random(500),
        acknowledges: random(3) === 0 ? random(0x1000000) * 256 : random(500),
        length: random(4) === 0 ? random(1460) : 0,
        window: random(3) * 300,
        windowScale: random(300) - 1,
        sack: random(2) === 0 ? ([[random(1000), random(1000)]] as const) : [],
      };
      if (random(2) === 0) conversation.client(flags, unusual);
      else conversation.server(flags, unusual);
    }
    const last = conversation.store.count;
    for (let packet = 1; packet <= last; packet += 97)
      expect(conversation.fact(packet).sequence).toBeGreaterThanOrEqual(0);
    for (let stream = 0; stream < conversation.tracker.tcp.count; stream += 13) conversation.description(stream);
  });

  it('the same packet ten thousand times is one connection and one state', () => {
    const conversation = new Conversation().opens().client('PA', { length: 100 });
    for (let i = 0; i < 10_000; i++) conversation.client('PA', { sequence: 1, length: 100 });
    expect(conversation.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(conversation.fact().bytesInFlight).toBe(100);
    const { store } = conversation;
    const rows = Array.from({ length: store.count }, (_, row) => row);
    expect(rows.filter((row) => store.get('analysis', row) & AnalysisFlag.retransmission)).toHaveLength(10_000);
  });
});
