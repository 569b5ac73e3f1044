import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { hasDevice, readDeviceTable } from './proc-net-dev';
import { runTool } from './run-tool';

/** LINKTYPE_ numbers that matter before a tap has told its own. */
const ETHERNET = 1;
const RAW_IP = 101;
const LINUX_COOKED_2 = 276;

export interface CapturableInterface {
  /** What backends know it by. */
  readonly device: string;
  /** In words; empty where the name says it all. */
  readonly description: string;
  readonly addresses: readonly string[];
  readonly up: boolean;
  readonly loopback: boolean;
  /** All interfaces at once. */
  readonly everything: boolean;
  readonly wireless: boolean;
  /** LINKTYPE_ number as far as it can be known without opening it. */
  readonly linkType: number;
}

/** Interfaces that can be captured on, those that are up and have addresses first. */
export async function listInterfaces(platform = process.platform): Promise<readonly CapturableInterface[]> {
  const found = platform === 'linux' ? await listLinux() : await listElsewhere();
  return [...found].sort((one, other) => rank(one) - rank(other));
}

function rank({ up, everything, loopback, addresses }: CapturableInterface): number {
  if (everything) return 1;
  if (loopback) return 2;
  return up ? (addresses.length > 0 ? 0 : 3) : 4;
}

async function listLinux(): Promise<readonly CapturableInterface[]> {
  const own = networkInterfaces();
  const names = [...(await readDeviceTable()).keys()];
  const listed = await Promise.all(names.map((device) => describeLinux(device, own[device] ?? [])));
  const all: CapturableInterface = {
    device: 'any',
    description: 'All interfaces',
    addresses: [],
    up: true,
    loopback: false,
    everything: true,
    wireless: false,
    linkType: LINUX_COOKED_2,
  };
  return [...listed, all];
}

async function describeLinux(device: string, own: readonly NetworkInterfaceInfo[]): Promise<CapturableInterface> {
  const folder = `/sys/class/net/${device}`;
  const read = (name: string) => readFile(`${folder}/${name}`, 'utf8').catch(() => '');
  const [flagsText, typeText] = await Promise.all([read('flags'), read('type')]);
  const flags = Number(flagsText);
  return {
    device,
    description: '',
    addresses: own.map(({ address }) => address),
    up: (flags & 0x1) !== 0 || own.length > 0,
    loopback: (flags & 0x8) !== 0 || own.some(({ internal }) => internal),
    everything: false,
    wireless: existsSync(`${folder}/wireless`) || existsSync(`${folder}/phy80211`),
    linkType: linkTypeOfHardware(Number(typeText)),
  };
}

/** From Linux's ARPHRD_ numbers (if_arp.h) of what is common. */
function linkTypeOfHardware(type: number): number {
  switch (type) {
    case 65_534: // none: tunnels such as tun and WireGuard
    case 519: // raw IP
    case 768: // IP in IP
    case 776: // IPv6 in IPv4
    case 512: // PPP
      return RAW_IP;
    case 803: // 802.11 with radiotap
      return 127;
    case 280: // CAN
      return 227;
    default:
      return ETHERNET;
  }
}

/** What dumpcap lists; else what the system tells every program. */
async function listElsewhere(): Promise<readonly CapturableInterface[]> {
  const listed = await runTool('dumpcap', ['-D', '-M']);
  if (listed.code === 0) {
    return listed.output.split('\n').flatMap((line) => interfaceOfDumpcap(line) ?? []);
  }
  const devices = Object.entries(networkInterfaces()).map(([device, addresses = []]) => ({
    device,
    description: '',
    addresses: addresses.map(({ address }) => address),
    loopback: addresses.some(({ internal }) => internal),
  }));
  return devices.map((found) => ({
    ...found,
    up: true,
    everything: found.device === 'any',
    wireless: false,
    linkType: ETHERNET,
  }));
}

/** Tab-separated: number and device, vendor, description, kind, addresses, `loopback` or `network`. */
export function interfaceOfDumpcap(line: string): CapturableInterface | null {
  const [numbered = '', vendor = '', description = '', , addresses = '', kind = ''] = line.split('\t');
  const device = /^\d+\. (.+)$/.exec(numbered)?.[1];
  if (device === undefined) return null;
  return {
    device,
    description: description || vendor,
    addresses: addresses.split(',').filter((address) => address !== ''),
    up: true,
    loopback: kind.trim() === 'loopback',
    everything: device === 'any',
    wireless: false,
    linkType: ETHERNET,
  };
}

/** What only libpcap knows of, as `nflog` and `usbmon0`: not offered, but taken when it is asked for by name. */
export async function specialDevice(device: string): Promise<CapturableInterface | undefined> {
  const listed = await runTool('dumpcap', ['-D', '-M']);
  const ours = listed.code === 0 ? listed.output.split('\n').map(interfaceOfDumpcap) : await namedByTcpdump();
  return ours.find((candidate) => candidate?.device === device) ?? undefined;
}

/** `6.nflog (Linux netfilter log (NFLOG) interface) [none]` */
async function namedByTcpdump(): Promise<readonly (CapturableInterface | null)[]> {
  const { output } = await runTool('tcpdump', ['-D']);
  return [...output.matchAll(/^\d+\.(\S+)/gm)].map(([, device = '']) => interfaceOfDumpcap(`0. ${device}`));
}

/** Whether a tap ended because its interface went away. @param words what the tap said */
export function isGone(device: string, words: string, platform = process.platform): boolean {
  if (platform === 'linux' && device !== 'any') return !hasDevice(device);
  return /disappeared|no longer (running|exists|there)|No such device/i.test(words);
}
