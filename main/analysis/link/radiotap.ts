import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// radiotap.org: little-endian; a word whose bits say which fields follow (more words where its last bit is set), each field
// aligned to its own size from the header's first byte.
const smallestHeader = 8;
const checkSequenceLength = 4;
const moreWords = 0x80000000;
const checkSequenceFlag = 0x10;

/** Alignment and size of the fields by bit; a bit beyond them ends the walk, since its size is not known. */
const layout: readonly (readonly [alignment: number, size: number])[] = [
  [8, 8], // time
  [1, 1], // flags
  [1, 1], // rate
  [2, 4], // channel
  [2, 2], // hopping
  [1, 1], // signal
  [1, 1], // noise
  [2, 2], // lock quality
  [2, 2], // attenuation
  [2, 2], // attenuation in decibels
  [1, 1], // transmit power
  [1, 1], // antenna
  [1, 1], // signal in decibels
  [1, 1], // noise in decibels
  [2, 2], // receive flags
  [2, 2], // transmit flags
  [1, 1], // RTS retries
  [1, 1], // data retries
  [4, 8], // extended channel
  [1, 3], // MCS
  [4, 8], // A-MPDU
  [2, 12], // VHT
  [8, 12], // time stamp
];

const fields = {
  version: field('radiotap.version', 'uint8', 'Version', 'Always 0'),
  padding: field('radiotap.pad', 'uint8', 'Padding', ''),
  length: field('radiotap.length', 'uint16', 'Header length', '', { unit: 'bytes' }),
  present: field('radiotap.present.word', 'uint32', 'Present', 'Which fields follow', { base: 'hex' }),
  time: field('radiotap.mactime', 'uint64', 'MAC time', "The receiver's clock", { unit: 'µs' }),
  flags: field('radiotap.flags', 'uint8', 'Flags', 'How the frame was sent and kept', { base: 'hex' }),
  hasCheckSequence: field('radiotap.flags.fcs', 'boolean', 'Check sequence kept', 'The frame ends in its FCS', {
    mask: 0x10,
  }),
  badCheckSequence: field('radiotap.flags.badfcs', 'boolean', 'Bad check sequence', '', { mask: 0x40 }),
  rate: field('radiotap.datarate', 'float', 'Data rate', '', { unit: 'Mb/s' }),
  frequency: field('radiotap.channel.freq', 'uint32', 'Frequency', '', { unit: 'MHz' }),
  channelFlags: field('radiotap.channel.flags', 'uint16', 'Channel flags', '', { base: 'hex' }),
  signal: field('radiotap.dbm_antsignal', 'int8', 'Signal', '', { unit: 'dBm' }),
  noise: field('radiotap.dbm_antnoise', 'int8', 'Noise', '', { unit: 'dBm' }),
  antenna: field('radiotap.antenna', 'uint32', 'Antenna', ''),
} as const;

export const radiotap = protocol({
  name: 'radiotap',
  short: 'Radiotap',
  title: 'Radiotap',
  fields,
  registrations: [{ table: 'link', keys: [127] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(radiotap);
    const head = dissection.begin(radiotap, start, smallestHeader);
    dissection.number(fields.version, start, 1);
    dissection.number(fields.padding, start + 1, 1);
    const length = dissection.has(start, smallestHeader) ? dissection.view.getUint16(start + 2, true) : 0;
    dissection.add(fields.length, start + 2, 2, length);
    head.length = length;
    if (length < smallestHeader) dissection.malformed(start + 2, `header length ${length}, must be at least 8`);
    const flags = readFields(dissection, start, start + length);
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    const kept = (flags & checkSequenceFlag) !== 0 ? checkSequenceLength : 0;
    dissection.nextNamed('wlan', start + length, Math.max(start + length, end - kept));
  },
});

/** @returns the flags, 0 without them */
function readFields(dissection: Dissection, start: number, end: number): number {
  let at = start + 4;
  let first = 0;
  let word = moreWords;
  for (let words = 0; (word & moreWords) !== 0 && at + 4 <= end && dissection.has(at, 4); words++) {
    word = dissection.view.getUint32(at, true);
    if (words === 0) first = word;
    dissection.add(fields.present, at, 4, word);
    at += 4;
  }
  let flags = 0;
  for (let bit = 0; bit < layout.length && !dissection.failed; bit++) {
    if ((first & (1 << bit)) === 0) continue;
    const [alignment, size] = layout[bit] as (typeof layout)[number];
    at = start + Math.ceil((at - start) / alignment) * alignment;
    if (at + size > end || !dissection.has(at, size)) break;
    addField(dissection, bit, at);
    if (bit === 1) flags = dissection.peek(at, 1);
    at += size;
  }
  return flags;
}

function addField(dissection: Dissection, bit: number, at: number): void {
  const { view } = dissection;
  if (bit === 0) dissection.add(fields.time, at, 8, view.getBigUint64(at, true));
  else if (bit === 1) {
    const flags = view.getUint8(at);
    dissection.group(fields.flags, at, 1, flags);
    dissection.bits(fields.hasCheckSequence, at, 1, flags);
    dissection.bits(fields.badCheckSequence, at, 1, flags);
    dissection.end();
  } else if (bit === 2) dissection.add(fields.rate, at, 1, view.getUint8(at) / 2);
  else if (bit === 3) {
    dissection.add(fields.frequency, at, 2, view.getUint16(at, true));
    dissection.add(fields.channelFlags, at + 2, 2, view.getUint16(at + 2, true));
  } else if (bit === 5) dissection.add(fields.signal, at, 1, view.getInt8(at));
  else if (bit === 6) dissection.add(fields.noise, at, 1, view.getInt8(at));
  else if (bit === 11) dissection.number(fields.antenna, at, 1);
}
