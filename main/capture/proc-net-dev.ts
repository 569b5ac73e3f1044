// Linux's /proc/net/dev: the interfaces of this network namespace with their counters (proc_pid_net(5)). /sys/class/net may
// belong to another namespace.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { DeviceTraffic } from './device-traffic';

export function parseDeviceTable(table: string): ReadonlyMap<string, DeviceTraffic> {
  const found = new Map<string, DeviceTraffic>();
  for (const [, device = '', numbers = ''] of table.matchAll(/^\s*([^\s:]+):(.*)$/gm)) {
    const columns = numbers.trim().split(/\s+/).map(Number);
    // Received: bytes, packets, errs, drop, fifo, frame, compressed, multicast; then the same for what was sent.
    const [bytes = 0, packets = 0, , dropped = 0, overruns = 0, , , , sentBytes = 0, sentPackets = 0] = columns;
    found.set(device, { packets: packets + sentPackets, bytes: bytes + sentBytes, dropped: dropped + overruns });
  }
  return found;
}

export async function readDeviceTable(): Promise<ReadonlyMap<string, DeviceTraffic>> {
  return parseDeviceTable(await readFile('/proc/net/dev', 'utf8').catch(() => ''));
}

export function hasDevice(device: string): boolean {
  return parseDeviceTable(readFileSync('/proc/net/dev', 'utf8')).has(device);
}
