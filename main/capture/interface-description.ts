import { networkInterfaces, release, type } from 'node:os';
import { type CaptureInterface, plainInterface } from '../files/capture-interface';
import { NANOSECONDS } from '../files/timestamp-resolution';
import type { Backend } from './backend';
import type { TapRequest } from './tap';

/** What the file says of an interface that is captured on. */
export function capturedInterface(
  index: number,
  request: TapRequest,
  backend: Backend,
  linkType: number,
  snapLength: number,
): CaptureInterface {
  const own = networkInterfaces()[request.device] ?? [];
  const mac = own[0]?.mac;
  return {
    ...plainInterface(index, 0, linkType),
    snapLength,
    name: request.device,
    filter: request.filter === '' ? null : request.filter,
    operatingSystem: `${type()} ${release()}`,
    ticksPerSecond: 1_000_000_000,
    timestampResolution: NANOSECONDS,
    ipv4Addresses: own.filter(({ family }) => family === 'IPv4').map(({ address, netmask }) => `${address}/${netmask}`),
    macAddress: mac === undefined || mac === '00:00:00:00:00:00' ? null : mac,
    comments: [
      backend.timestamps === 'kernel'
        ? `Captured with ${backend.name}; timestamps by the kernel.`
        : `Captured with ${backend.name}; timestamps by Wirestate, taken when the packet reached it.`,
    ],
  };
}
