import { readDeviceTable } from './proc-net-dev';
import { runTool } from './run-tool';

/** Counted by the system since the interface came up, both directions together. */
export interface DeviceTraffic {
  readonly packets: number;
  readonly bytes: number;
  readonly dropped: number;
}

/** What every interface has carried so far, for showing where there is traffic. Empty where the system does not tell. */
export async function readTraffic(platform = process.platform): Promise<ReadonlyMap<string, DeviceTraffic>> {
  const counted = await readCounts(platform);
  return new Map([...counted].map(([device, traffic]) => [device, loopbackOnce(device, traffic)]));
}

async function readCounts(platform: NodeJS.Platform): Promise<ReadonlyMap<string, DeviceTraffic>> {
  if (platform === 'linux') return readDeviceTable();
  if (platform === 'darwin') return parseNetstat((await runTool('netstat', ['-ibdn'])).output);
  return new Map();
}

/** What goes by on the loopback interface is counted as sent and as received, and captured once. */
export const loopbackOnce = (device: string, traffic: DeviceTraffic): DeviceTraffic =>
  device === 'lo' || device === 'lo0'
    ? { ...traffic, packets: traffic.packets / 2, bytes: traffic.bytes / 2 }
    : traffic;

/**
 * macOS's `netstat -ibdn`: a line for each address; the link's own comes first. Interfaces without a hardware address leave that
 * column out, so the numbers are counted from the end: ipkts, ierrs, ibytes, opkts, oerrs, obytes, coll, drop.
 */
export function parseNetstat(output: string): ReadonlyMap<string, DeviceTraffic> {
  const found = new Map<string, DeviceTraffic>();
  for (const line of output.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const device = (columns[0] ?? '').replace(/\*$/, '');
    if (found.has(device) || !/^<Link#\d+>$/.test(columns[2] ?? '')) continue;
    const [packets = 0, , bytes = 0, sentPackets = 0, , sentBytes = 0, , dropped = 0] = columns.slice(-8).map(Number);
    found.set(device, { packets: packets + sentPackets, bytes: bytes + sentBytes, dropped });
  }
  return found;
}
