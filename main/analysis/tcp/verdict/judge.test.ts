import { describe, expect, test } from 'vitest';
import { type Abilities, Recording } from './testing/recording';

// Packets 1 to 3 are the handshake. The round trip is 20 ms.
const atReceiver: Abilities = { toSender: 10, toReceiver: 0 };

/** Segments 0 to 3 pass, 20 ms after the beginning. */
const flight = (abilities?: Abilities) => new Recording(abilities).at(30).data(0).data(1).data(2).data(3);

describe('a resend that was needed', () => {
  test('after SACK has shown the gap, captured at the sender (RFC 2018 §5)', () => {
    const recording = flight()
      .at(50)
      .acknowledges(1, { echo: 30 })
      .acknowledges(1, { echo: 30, sack: [[2, 3]] })
      .acknowledges(1, { echo: 30, sack: [[2, 4]] })
      .at(51)
      .data(1)
      .at(71)
      .acknowledges(4, { echo: 51 });
    expect(recording.verdicts()).toEqual({ 11: 'retransmission' });
    expect(recording.fact(11)).toMatchObject({
      reason: 'lost; SACK showed the gap',
      originalFrame: 5,
      delay: 21_000_000,
    });
  });

  test('after an ICMP error that quotes it: too large for a link on the way (RFC 1191 §6.3)', () => {
    const recording = new Recording()
      .at(30)
      .data(0, { length: 200 })
      .at(40)
      .reportsDropped(0)
      .data(0)
      .data(1)
      .at(60)
      .acknowledges(2, { echo: 40 });
    expect(recording.verdicts()).toEqual({ 6: 'retransmission', 7: 'retransmission' });
    expect([6, 7].map((packet) => recording.fact(packet))).toMatchObject(
      [1, 2].map(() => ({
        reason: 'dropped on the way, as an ICMP error reported',
        evidence: 'Frame 5 quotes frame 4, which it could not pass on.',
        originalFrame: 4,
      })),
    );
  });

  test('after duplicate ACKs, without SACK or timestamps (RFC 5681 §3.2)', () => {
    const recording = flight({ sack: false, timestamps: false })
      .at(50)
      .acknowledges(1)
      .acknowledges(1)
      .acknowledges(1)
      .at(51)
      .data(1)
      .at(71)
      .acknowledges(4);
    expect(recording.verdicts()).toEqual({ 11: 'retransmission' });
    expect(recording.fact(11).reason).toBe('lost; duplicate ACKs showed the gap');
  });

  test('after a timeout (RFC 6298 §5), and once more when the resend was lost, too', () => {
    const recording = new Recording()
      .at(30)
      .data(0)
      .at(250)
      .data(0)
      .at(700)
      .data(0)
      .at(720)
      .acknowledges(1, { echo: 700 });
    expect(recording.verdicts()).toEqual({ 5: 'retransmission', 6: 'retransmission' });
    expect(recording.fact(5).reason).toContain('timeout');
    expect(recording.fact(6).reason).toContain('an earlier resend did not arrive');
  });

  test('in two where the path takes less than before (RFC 1191 §6.5): the halves are no resends of each other', () => {
    const recording = new Recording()
      .at(30)
      .data(0)
      .at(250)
      .data(0, { length: 50 })
      .data(0.5, { length: 50 })
      .at(270)
      .acknowledges(1, { echo: 250 });
    expect(recording.verdicts()).toEqual({ 5: 'retransmission', 6: 'retransmission' });
    expect(recording.fact(6).reason).not.toContain('an earlier resend');
  });

  test('whose original was lost before the capture: it was sent later than what is behind it', () => {
    const recording = new Recording(atReceiver)
      .at(40)
      .data(0)
      .losesData()
      .data(2)
      .data(3)
      .acknowledges(1, { sack: [[2, 4]] })
      .at(61)
      .data(1)
      .acknowledges(4);
    expect(recording.verdicts()).toEqual({ 8: 'retransmission' });
    expect(recording.fact(8)).toMatchObject({ originalFrame: null, reason: expect.stringContaining('not captured') });
  });

  test('of the end of a flight, lost before the capture: the sender counted a packet more (RFC 8985 §7)', () => {
    const recording = new Recording(atReceiver);
    for (let i = 0; i < 4; i++)
      recording
        .at(40 + i)
        .data(i)
        .acknowledges(i + 1);
    recording.at(44).losesData().at(300).data(4).acknowledges(5);
    expect(recording.verdicts()).toEqual({ 12: 'retransmission' });
  });

  test('where the receiver had thrown the original away: SACK goes on to report the gap (RFC 7323 §5)', () => {
    const recording = flight(atReceiver)
      .at(31)
      .acknowledges(1, { sack: [[2, 4]] })
      .at(52)
      .data(1)
      .acknowledges(4);
    expect(recording.verdicts()).toEqual({ 9: 'retransmission' });
  });
});

describe('a resend of what had arrived', () => {
  test('its acknowledgment had passed here and was lost behind', () => {
    const recording = new Recording(atReceiver).at(40).data(0).acknowledges(1).at(260).data(0).acknowledges(1);
    expect(recording.verdicts()).toEqual({ 6: 'spurious-retransmission' });
    expect(recording.fact(6)).toMatchObject({
      reason: 'it had arrived; its acknowledgment was lost',
      originalFrame: 4,
    });
  });

  test('a DSACK says so later (RFC 2883 §4)', () => {
    const recording = new Recording()
      .at(30)
      .data(0)
      .at(250)
      .data(0)
      .at(270)
      .acknowledges(1, { sack: [[0, 1]] });
    expect(recording.verdicts()).toEqual({ 5: 'spurious-retransmission' });
  });

  test('a DSACK within a gap stands in the first block, inside the second (RFC 2883 §4.2)', () => {
    const recording = flight()
      .at(50)
      .acknowledges(1, { echo: 30 })
      .at(250)
      .data(3)
      .at(270)
      .acknowledges(1, {
        echo: 30,
        sack: [
          [3, 4],
          [2, 4],
        ],
      });
    expect(recording.verdicts()).toEqual({ 9: 'spurious-retransmission' });
  });

  test('the acknowledgment echoes the original (RFC 3522 §3.2)', () => {
    const recording = new Recording({ sack: false })
      .at(30)
      .data(0)
      .at(250)
      .data(0)
      .at(400)
      .acknowledges(1, { echo: 30 });
    expect(recording.verdicts()).toEqual({ 5: 'spurious-retransmission' });
    expect(recording.fact(5).reason).toBe('it was delayed, not lost');
  });

  test('the acknowledgment comes too soon to answer the resend', () => {
    const recording = new Recording({ sack: false, timestamps: false })
      .at(30)
      .data(0)
      .at(250)
      .data(0)
      .at(255)
      .acknowledges(1);
    expect(recording.verdicts()).toEqual({ 5: 'spurious-retransmission' });
  });

  test('all that was in flight comes at once, with no gap before (RFC 5682 §2)', () => {
    const recording = flight({ sack: false, timestamps: false }).at(250).data(0).at(600).acknowledges(4);
    expect(recording.verdicts()).toEqual({ 8: 'spurious-retransmission' });
  });

  test('a receiver without SACK held it behind a gap: its acknowledgment jumps (RFC 5681 §4.2)', () => {
    const recording = flight({ sack: false })
      .at(50)
      .acknowledges(1, { echo: 30 })
      .acknowledges(1, { echo: 30 })
      .acknowledges(1, { echo: 30 })
      .at(250)
      .data(1)
      .at(252)
      .data(2)
      .at(272)
      .acknowledges(4, { echo: 250 });
    expect(recording.verdicts()).toEqual({ 11: 'retransmission', 12: 'spurious-retransmission' });
  });

  test('the receiver counted an answer for each transmission, though none came here', () => {
    const answered = new Recording({ sack: false, timestamps: false });
    for (let i = 0; i < 5; i++)
      answered
        .at(30 + 30 * i)
        .data(i)
        .at(50 + 30 * i)
        .acknowledges(i + 1);
    answered.at(180).data(5).losesAcknowledgment().at(400).data(5).at(420).acknowledges(6);
    expect(answered.verdicts()).toEqual({ 15: 'spurious-retransmission' });
  });

  test('a SYN whose answer was lost: the answer that comes echoes the first SYN', () => {
    const recording = new Recording({}, true)
      .control('S', -1)
      .at(1000)
      .control('S', -1)
      .at(1020)
      .acknowledges(0, { echo: 0 });
    expect(recording.verdicts()).toEqual({ 2: 'spurious-retransmission' });
  });
});

describe('a first transmission that is late', () => {
  test('was sent before those that came first, by its timestamp', () => {
    const recording = new Recording({ ...atReceiver, identification: false })
      .at(40)
      .data(0, { sentAt: 30 })
      .data(2, { sentAt: 33 })
      .data(3, { sentAt: 34 })
      .at(48)
      .data(1, { sentAt: 31 });
    expect(recording.verdicts()).toEqual({ 7: 'out-of-order' });
    expect(recording.fact(7)).toMatchObject({ reason: 'overtaken by 2 segments sent later', originalFrame: 5 });
  });

  test('by its IP identification, where there are no timestamps and the delay is long', () => {
    const recording = new Recording({ ...atReceiver, timestamps: false })
      .at(40)
      .data(0, { identification: 103 })
      .data(2, { identification: 105 })
      .data(3, { identification: 106 })
      .at(400)
      .data(1, { identification: 104 });
    expect(recording.verdicts()).toEqual({ 7: 'out-of-order' });
  });

  test('by the time alone: no resend comes within a round trip', () => {
    const recording = new Recording({ ...atReceiver, timestamps: false, identification: false })
      .at(40)
      .data(0)
      .data(2)
      .at(43)
      .data(1);
    expect(recording.verdicts()).toEqual({ 6: 'out-of-order' });
  });

  test('its own resend overtook it: nothing had been lost', () => {
    const recording = new Recording(atReceiver)
      .at(40)
      .data(0, { sentAt: 30, identification: 103 })
      .data(2, { sentAt: 32, identification: 105 })
      .acknowledges(1, { sack: [[2, 3]] })
      .at(62)
      .data(1, { sentAt: 52, identification: 106 })
      .acknowledges(3)
      .at(90)
      .data(1, { sentAt: 31, identification: 104 });
    expect(recording.verdicts()).toEqual({ 7: 'spurious-retransmission', 9: 'out-of-order' });
  });
});

describe('the same transmission twice', () => {
  test('has the same IP identification and numbers', () => {
    const recording = new Recording(atReceiver)
      .at(40)
      .data(0)
      .data(1)
      .at(41)
      .data(0, { identification: 102, sentAt: 30 });
    expect(recording.verdicts()).toEqual({ 6: 'duplicate-packet' });
    expect(recording.fact(6)).toMatchObject({
      reason: 'duplicated by the network',
      originalFrame: 4,
      delay: 1_000_000,
    });
  });

  test('is captured twice where the time to live differs', () => {
    const recording = new Recording(atReceiver).at(40).data(0).data(1).data(1, { identification: 103, timeToLive: 63 });
    expect(recording.verdicts()).toEqual({ 6: 'duplicate-packet' });
    expect(recording.fact(6).reason).toBe('captured twice');
  });

  test('without an identification, by its timestamp and how soon it comes', () => {
    const recording = new Recording({ ...atReceiver, identification: false })
      .at(40)
      .data(0)
      .data(1)
      .at(42)
      .data(1, { sentAt: 30 });
    expect(recording.verdicts()).toEqual({ 6: 'duplicate-packet' });
  });

  test('takes the blame for the DSACK that it causes', () => {
    const recording = new Recording(atReceiver)
      .at(40)
      .data(0)
      .losesData()
      .data(2)
      .acknowledges(1, { sack: [[2, 3]] })
      .at(61)
      .data(1)
      .acknowledges(3)
      .at(62)
      .data(1, { identification: 105, sentAt: 51, echo: 40 })
      .acknowledges(3, { sack: [[1, 2]] });
    expect(recording.verdicts()).toEqual({ 7: 'retransmission', 9: 'duplicate-packet' });
  });
});

describe('none of these', () => {
  test('a keep-alive with a byte that was acknowledged (RFC 9293 §3.8.4)', () => {
    const recording = new Recording()
      .at(30)
      .data(0)
      .at(50)
      .acknowledges(1)
      .at(5_000)
      .data(0.99, { length: 1 })
      .at(5_020)
      .acknowledges(1);
    expect(recording.verdicts()).toEqual({});
  });

  test('the SYN,ACK of a simultaneous open, which has the number of the SYN (RFC 9293 §3.5)', () => {
    expect(new Recording({}, true).control('S', -1).at(20).control('SA', -1).verdicts()).toEqual({});
  });

  test('sequence numbers that wrap', () => {
    const recording = new Recording({ initialSequence: 2 ** 32 - 150 });
    for (let i = 0; i < 6; i++) recording.at(30 + i).data(i);
    expect(recording.verdicts()).toEqual({});
  });
});

test('a resend across the wrap of sequence numbers is one', () => {
  const recording = flight({ initialSequence: 2 ** 32 - 150 })
    .at(50)
    .acknowledges(1, { echo: 30, sack: [[2, 4]] })
    .at(51)
    .data(1)
    .at(71)
    .acknowledges(4, { echo: 51 });
  expect(recording.verdicts()).toEqual({ 9: 'retransmission' });
});
