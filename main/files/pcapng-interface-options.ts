// The options of interface description and statistics blocks, written: draft-ietf-opsawg-pcapng §4.2 and §4.6.
import type { CaptureInterface, InterfaceStatistics } from './capture-interface';
import type { OptionWriter } from './pcapng-option-writer';
import { exactTicks, MICROSECONDS, writtenResolution } from './timestamp-resolution';

export function writeInterfaceOptions(options: OptionWriter, described: CaptureInterface): void {
  options.comments(described.comments);
  options.text(2, described.name);
  options.text(3, described.description);
  for (const address of described.ipv4Addresses) options.bytes(4, ipv4WithMask(address));
  for (const address of described.ipv6Addresses) options.bytes(5, ipv6WithPrefix(address));
  if (described.macAddress) options.bytes(6, hexPairs(described.macAddress));
  if (described.euiAddress) options.bytes(7, hexPairs(described.euiAddress));
  options.uint64(8, described.speed);
  const resolution = writtenResolution(described);
  if (resolution !== MICROSECONDS) options.uint8(9, resolution);
  if (described.filter !== null) options.text(11, `\0${described.filter}`);
  options.text(12, described.operatingSystem);
  if (described.frameCheckLength !== null) options.uint8(13, described.frameCheckLength);
  if (described.offsetSeconds !== 0) options.uint64(14, described.offsetSeconds);
  options.text(15, described.hardware);
  options.endIfAny();
}

export function writeStatisticsOptions(
  options: OptionWriter,
  statistics: InterfaceStatistics,
  described: CaptureInterface,
): void {
  options.comments(statistics.comments);
  if (statistics.startTime) options.ticks(2, exactTicks(statistics.startTime, described));
  if (statistics.endTime) options.ticks(3, exactTicks(statistics.endTime, described));
  options.uint64(4, statistics.received);
  options.uint64(5, statistics.droppedByInterface);
  options.uint64(6, statistics.acceptedByFilter);
  options.uint64(7, statistics.droppedByOperatingSystem);
  options.uint64(8, statistics.delivered);
  options.endIfAny();
}

function ipv4WithMask(text: string): Uint8Array {
  return Uint8Array.from(text.split(/[./]/), Number);
}

/** Groups written out in full, as this program's reader gives them. */
function ipv6WithPrefix(text: string): Uint8Array {
  const [groups = '', prefix = '0'] = text.split('/');
  const bytes = new Uint8Array(17);
  for (const [index, group] of groups.split(':').entries()) {
    const value = Number.parseInt(group, 16);
    bytes[index * 2] = value >> 8;
    bytes[index * 2 + 1] = value & 0xff;
  }
  bytes[16] = Number(prefix);
  return bytes;
}

function hexPairs(text: string): Uint8Array {
  return Uint8Array.from(text.split(':'), (pair) => Number.parseInt(pair, 16));
}
