import { describe, expect, test } from 'vitest';
import { atReceiver, flight, Recording } from './testing/recording';

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

  test('is none behind a segment that was several packets before the capture joined them, or after', () => {
    const recording = new Recording(atReceiver);
    for (let i = 0; i < 4; i++)
      recording
        .at(40 + i)
        .data(i)
        .acknowledges(i + 1);
    recording.at(44).data(4, { length: 4100 }).losesData(2).acknowledges(45).at(300).data(45).acknowledges(46);
    expect(recording.verdicts()).toEqual({});
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
