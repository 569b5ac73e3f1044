import { expect, it } from 'vitest';
import { type ConnectionNote, decodeNote, encodeNote } from './connection-note';

const local = { address: '192.0.2.1', port: 80 };
const remote = { address: '2001:db8::1', port: 40_000 };
const processNote: ConnectionNote = {
  time: null,
  kind: 'process',
  transport: 'tcp',
  local,
  remote,
  process: 'nginx',
  pid: 7,
};
const socketNote: ConnectionNote = {
  time: null,
  kind: 'socket',
  local,
  remote: null,
  state: 'LISTEN',
  receiveQueue: 1,
  sendQueue: 128,
  values: { cwnd: 10 },
};
const time = { seconds: 1, nanoseconds: 2 };

it('comes back as it was written, with its own time or that of its block', () => {
  expect(decodeNote(encodeNote(processNote), time)).toEqual({ ...processNote, time });
  const own = { ...socketNote, time: { seconds: 5, nanoseconds: 6 } };
  expect(decodeNote(encodeNote(own), time)).toEqual(own);
});

it('is none where the comment is another, or lacks what a note has', () => {
  const hostile = [
    'a comment',
    'wirestate.connection ',
    'wirestate.connection null',
    'wirestate.connection {"kind":"process"}',
    encodeNote({ ...processNote, pid: -1 }),
    encodeNote({ ...processNote, local: { address: 'x', port: 65_536 } }),
    encodeNote({ ...processNote, transport: 'sctp' as 'tcp' }),
    encodeNote({ ...socketNote, receiveQueue: 1.5 }),
    encodeNote({ ...socketNote, values: null as never }),
    `wirestate.connection ${'x'.repeat(70_000)}`,
  ];
  for (const comment of hostile) expect(decodeNote(comment, time), comment.slice(0, 80)).toBeNull();
});

it('keeps numbers only of the values', () => {
  const comment = encodeNote({ ...socketNote, values: { cwnd: 10, bad: 'x' as never } });
  expect(decodeNote(comment, time)).toMatchObject({ values: { cwnd: 10 } });
});
