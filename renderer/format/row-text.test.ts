import { describe, expect, it } from 'vitest';
import type { PacketRow } from '../../preload/contract/packets';
import { cellText, rowAsCsv, rowAsText } from './row-text';

const row: PacketRow = {
  number: 12,
  seconds: 10,
  nanoseconds: 51_203_000,
  hasTime: true,
  previousSeconds: 10,
  previousNanoseconds: 0,
  referenceSeconds: 10,
  referenceNanoseconds: 0,
  source: '10.4.36.207',
  destination: '10.255.252.31',
  sourcePort: 8080,
  destinationPort: 52210,
  protocol: 'TCP',
  length: 1514,
  flags: 'PA',
  stream: 7,
  transport: 'tcp',
  info: 'of "7"',
  badge: 'Retransmission',
  badgeHelp: '',
  coloring: null,
  tone: 'problem',
  marked: false,
  timeReference: false,
  commented: false,
  faulty: false,
  custom: ['64', '=cmd()'],
};
const time = { format: 'since-start', utc: true, digits: 6 } as const;

describe('rows as text', () => {
  it('shows the reference packet as such', () => {
    expect(cellText({ ...row, timeReference: true }, 'time', -1, time)).toBe('*REF*');
    expect(cellText({ ...row, timeReference: true }, 'time', -1, { ...time, format: 'epoch' })).toBe('10.051203');
  });

  it('shows no stream for what belongs to none', () => {
    expect(cellText({ ...row, stream: -1 }, 'stream', -1, time)).toBe('');
  });

  it('lines columns up', () => {
    expect(rowAsText(['No.', 'TTL', 'Info'], ['number', 'field:ip.ttl', 'info'], [row], time)).toBe(
      'No.  TTL  Info\n12   64   [Retransmission] of "7"',
    );
  });

  it('quotes CSV and disarms formulas', () => {
    expect(rowAsCsv(['No.', 'a', 'b'], ['number', 'field:a', 'field:b'], [row], time)).toBe(
      '"No.","a","b"\r\n"12","64","\'=cmd()"',
    );
    // Time before the reference: a negative number stays one.
    const early = { ...row, custom: ['-1.5', '-1+cmd()'] };
    expect(rowAsCsv(['a', 'b'], ['field:a', 'field:b'], [early], time)).toBe('"a","b"\r\n"-1.5","\'-1+cmd()"');
    expect(rowAsCsv(['Info'], ['info'], [row], time)).toBe('"Info"\r\n"[Retransmission] of ""7"""');
  });
});
