import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 5905 §7.3: leap indicator, version and mode in one byte, stratum, poll, precision, root delay and dispersion,
// reference id, four timestamps; then extension fields and a MAC.
const headerLength = 48;
const modeNames = {
  0: 'Reserved',
  1: 'Symmetric active',
  2: 'Symmetric passive',
  3: 'Client',
  4: 'Server',
  5: 'Broadcast',
  6: 'Control',
  7: 'Private',
} as const;
const controlMode = 6;
/** Seconds from 1900 to 1970. */
const eraOffset = 2_208_988_800n;
const nanosecondsPerSecond = 1_000_000_000n;

const fields = {
  flags: field('ntp.flags', 'uint8', 'Flags', 'Leap indicator, version and mode', { base: 'hex' }),
  leap: field('ntp.flags.li', 'uint8', 'Leap indicator', 'Whether a leap second is near; 3: not in step', {
    mask: 0xc0,
  }),
  version: field('ntp.flags.vn', 'uint8', 'Version', 'Version of the protocol', { mask: 0x38 }),
  mode: field('ntp.flags.mode', 'uint8', 'Mode', 'Part of the sender', { mask: 0x07, values: modeNames }),
  stratum: field('ntp.stratum', 'uint8', 'Stratum', 'Distance from a reference clock'),
  poll: field('ntp.ppoll', 'uint8', 'Poll', 'Longest time between messages, as a power of 2 of seconds'),
  precision: field('ntp.precision', 'uint8', 'Precision', 'Precision of the clock, as a power of 2 of seconds'),
  rootDelay: field('ntp.rootdelay', 'uint32', 'Root delay', 'Round trip to the reference clock, in 1/65536 s'),
  rootDispersion: field(
    'ntp.rootdispersion',
    'uint32',
    'Root dispersion',
    'Error to the reference clock, in 1/65536 s',
  ),
  referenceId: field('ntp.refid', 'bytes', 'Reference id', 'Which clock or server it follows'),
  referenceTime: field('ntp.reftime', 'absolute-time', 'Reference time', 'When the clock was last set', {
    empty: 'NULL',
  }),
  originTime: field('ntp.org', 'absolute-time', 'Origin time', 'When the request left', { empty: 'NULL' }),
  receiveTime: field('ntp.rec', 'absolute-time', 'Receive time', 'When the request arrived', { empty: 'NULL' }),
  transmitTime: field('ntp.xmt', 'absolute-time', 'Transmit time', 'When the message left', { empty: 'NULL' }),
} as const;

/** Network Time Protocol. */
export const ntp = protocol({
  name: 'ntp',
  short: 'NTP',
  title: 'Network Time Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [123] }],
  recognize: { over: [], test: looksLikeNtp },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ntp);
    dissection.begin(ntp, start, Math.min(end, dissection.limit) - start);
    const flags = dissection.peek(start, 1);
    dissection.group(fields.flags, start, 1, flags);
    dissection.bits(fields.leap, start, 1, flags);
    const version = dissection.bits(fields.version, start, 1, flags);
    const mode = dissection.bits(fields.mode, start, 1, flags);
    dissection.end();
    const name = modeNames[mode as keyof typeof modeNames];
    dissection.describe(() => `NTPv${version}, ${name.toLowerCase()}`);
    if (mode < controlMode) {
      const stratum = dissection.number(fields.stratum, start + 1, 1);
      if (mode > 3) dissection.describe(() => `NTPv${version}, ${name.toLowerCase()}, stratum ${stratum}`);
      dissection.number(fields.poll, start + 2, 1);
      dissection.number(fields.precision, start + 3, 1);
      dissection.number(fields.rootDelay, start + 4, 4);
      dissection.number(fields.rootDispersion, start + 8, 4);
      dissection.octets(fields.referenceId, start + 12, 4);
      addTime(dissection, fields.referenceTime, start + 16);
      addTime(dissection, fields.originTime, start + 24);
      addTime(dissection, fields.receiveTime, start + 32);
      addTime(dissection, fields.transmitTime, start + 40);
    }
    dissection.end();
  },
});

function looksLikeNtp(bytes: Uint8Array, start: number, end: number): boolean {
  const flags = bytes[start] as number;
  const version = (flags >> 3) & 7;
  const mode = flags & 7;
  return version >= 1 && version <= 4 && (mode >= controlMode ? end - start >= 8 : end - start >= headerLength);
}

/** RFC 5905 §6: seconds since 1900 and their fraction; dates whose top bit is not set are those after 2036. */
function addTime(dissection: Dissection, which: Field, at: number): void {
  const seconds = BigInt(dissection.peek(at, 4));
  const fraction = BigInt(dissection.peek(at + 4, 4));
  const era = seconds !== 0n && seconds < 0x80000000n ? 0x100000000n : 0n;
  const nanoseconds = (fraction * nanosecondsPerSecond) >> 32n;
  const isSet = seconds !== 0n || fraction !== 0n;
  const value = isSet ? (seconds + era - eraOffset) * nanosecondsPerSecond + nanoseconds : 0n;
  const node = dissection.add(which, at, 8, value);
  if (!isSet) node.text = () => `${which.label}: not set`;
}
