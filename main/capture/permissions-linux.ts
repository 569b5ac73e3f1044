// Capturing on Linux takes the capability CAP_NET_RAW (capabilities(7)): root has it, and so has dumpcap for the members of a
// group where it is set up so.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BackendReport } from './backend';
import type { PermissionFinding, PermissionStep } from './permissions';
import { runTool } from './run-tool';

const CAP_NET_RAW = 13n;
const group = 'wireshark';

export async function linuxFindings(): Promise<readonly PermissionFinding[]> {
  const own = hasCapability(read('/proc/self/status'), CAP_NET_RAW);
  const findings = [
    { text: own ? 'This program may capture by itself.' : 'This program may not capture by itself.', good: own },
  ];
  const path = whereIs('dumpcap');
  if (path === null) return [...findings, { text: 'dumpcap is not installed.', good: false }];
  const { output, code } = await runTool('getcap', [path]);
  const raised = code === 0 && /cap_net_raw/.test(output);
  findings.push({
    text: raised ? 'dumpcap has the capabilities to capture.' : 'dumpcap has no capabilities of its own.',
    good: raised,
  });
  const member = isMember(read('/etc/group'), group);
  if (member !== null) {
    const text = member ? `You are a member of the group ${group}.` : `You are not a member of the group ${group}.`;
    findings.push({ text, good: member });
  }
  return findings;
}

/** The way without root first. */
export function linuxSteps(reports: readonly BackendReport[], user: string): readonly PermissionStep[] {
  const dumpcap = reports.find(({ name }) => name === 'dumpcap');
  const joinGroup = {
    text: `Become a member of the group ${group}, then log out and in again.`,
    command: `sudo usermod -aG ${group} ${user}`,
  };
  if (existsSync('/etc/debian_version')) {
    const install = { text: 'Install dumpcap.', command: 'sudo apt install wireshark-common' };
    const allow = {
      text: 'Let members of its group capture: answer Yes.',
      command: 'sudo dpkg-reconfigure wireshark-common',
    };
    return dumpcap?.installed ? [allow, joinGroup] : [install, allow, joinGroup];
  }
  if (!dumpcap?.installed) {
    return [{ text: 'Install dumpcap, which is in the package wireshark-cli.', command: installer() }, joinGroup];
  }
  const path = whereIs('dumpcap') ?? '/usr/bin/dumpcap';
  return [
    { text: 'Give dumpcap the right to capture.', command: `sudo setcap cap_net_raw,cap_net_admin=eip ${path}` },
    joinGroup,
  ];
}

function installer(): string {
  if (existsSync('/usr/bin/pacman')) return 'sudo pacman -S wireshark-cli';
  return existsSync('/usr/bin/zypper') ? 'sudo zypper install wireshark' : 'sudo dnf install wireshark-cli';
}

/** @param status as /proc/PID/status gives it */
export function hasCapability(status: string, capability: bigint): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n;
}

/** Whether this process is in the group now; null where there is no such group. */
function isMember(groups: string, name: string): boolean | null {
  const id = new RegExp(`^${name}:[^:]*:(\\d+):`, 'm').exec(groups)?.[1];
  return id === undefined ? null : (process.getgroups?.() ?? []).includes(Number(id));
}

function whereIs(program: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
