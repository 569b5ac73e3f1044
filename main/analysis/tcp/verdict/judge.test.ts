import { describe, expect, test } from 'vitest';
import { atReceiver, Recording } from './testing/recording';

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
