// Interface description and statistics blocks: draft-ietf-opsawg-pcapng §4.2 and §4.6.
import { type CaptureInterface, type CaptureTime, type InterfaceStatistics, plainInterface } from './capture-interface';
import { PacketRecord } from './packet-record';
import type { BlockBody } from './pcapng-metadata';
import { OPTION_COMMENT, type OptionList } from './pcapng-options';
import { MICROSECONDS, type TickClock, ticksPerSecond } from './timestamp-resolution';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the block whose options are given; the caller has checked that the fixed part is there. */
export function readInterfaceDescription(
  block: BlockBody,
  options: OptionList,
  index: number,
  section: number,
): CaptureInterface {
  const { view, body, littleEndian } = block;
  const read: Mutable<CaptureInterface> = {
    ...plainInterface(index, section, view.getUint16(body, littleEndian)),
    snapLength: view.getUint32(body + 4, littleEndian),
  };
  const ipv4Addresses: string[] = [];
  const ipv6Addresses: string[] = [];
  const comments: string[] = [];
  while (options.next()) {
    switch (options.code) {
      case OPTION_COMMENT:
        comments.push(options.text());
        break;
      case 2:
        read.name = options.text();
        break;
      case 3:
        read.description = options.text();
        break;
      case 4:
        if (options.length >= 8) ipv4Addresses.push(ipv4WithMask(options.bytes()));
        break;
      case 5:
        if (options.length >= 17) ipv6Addresses.push(ipv6WithPrefix(options.bytes()));
        break;
      case 6:
        read.macAddress = hexPairs(options.bytes());
        break;
      case 7:
        read.euiAddress = hexPairs(options.bytes());
        break;
      case 8:
        read.speed = options.uint64();
        break;
      case 9:
        read.timestampResolution = options.byte() ?? MICROSECONDS;
        break;
      case 11:
        read.filter = filterText(options);
        break;
      case 12:
        read.operatingSystem = options.text();
        break;
      case 13:
        read.frameCheckLength = options.byte();
        break;
      case 14:
        read.offsetSeconds = options.int64() ?? 0;
        break;
      case 15:
        read.hardware = options.text();
        break;
    }
  }
  read.ticksPerSecond = Number(ticksPerSecond(read.timestampResolution));
  return { ...read, ipv4Addresses, ipv6Addresses, comments };
}

export function readInterfaceStatistics(block: BlockBody, options: OptionList, clock: TickClock): InterfaceStatistics {
  const { view, body, littleEndian } = block;
  const counts: (number | null)[] = [];
  const times: (CaptureTime | null)[] = [];
  const comments: string[] = [];
  while (options.next()) {
    if (options.code === OPTION_COMMENT) comments.push(options.text());
    else if (options.code === 2 || options.code === 3) times[options.code] = timeOf(options.ticks(), clock);
    else if (options.code <= 8) counts[options.code] = options.uint64();
  }
  const stamp = { high: view.getUint32(body + 4, littleEndian), low: view.getUint32(body + 8, littleEndian) };
  return {
    time: stamp.high === 0 && stamp.low === 0 ? null : timeOf(stamp, clock),
    startTime: times[2] ?? null,
    endTime: times[3] ?? null,
    received: counts[4] ?? null,
    droppedByInterface: counts[5] ?? null,
    acceptedByFilter: counts[6] ?? null,
    droppedByOperatingSystem: counts[7] ?? null,
    delivered: counts[8] ?? null,
    comments,
  };
}

function timeOf(ticks: { high: number; low: number } | null, clock: TickClock): CaptureTime | null {
  if (!ticks) return null;
  const record = new PacketRecord();
  clock.stamp(record, ticks.high, ticks.low);
  return { seconds: record.seconds, nanoseconds: record.nanoseconds };
}

/** if_filter: a first byte 0 means that the text of a libpcap filter follows; other kinds are bytecode. */
function filterText(options: OptionList): string | null {
  const bytes = options.bytes();
  return bytes.length > 0 && bytes[0] === 0 ? new TextDecoder('utf-8').decode(bytes.subarray(1)) : null;
}

function ipv4WithMask(bytes: Uint8Array): string {
  return `${bytes.subarray(0, 4).join('.')}/${bytes.subarray(4, 8).join('.')}`;
}

function ipv6WithPrefix(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const groups = Array.from({ length: 8 }, (_, group) => view.getUint16(group * 2).toString(16));
  return `${groups.join(':')}/${bytes[16]}`;
}

function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
