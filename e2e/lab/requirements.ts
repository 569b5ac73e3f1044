import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** One sentence on what this machine lacks to run the lab, or null when it has everything. */
export function missingRequirement(): string | null {
  if (process.platform !== 'linux') return 'The lab needs Linux: network namespaces and tap devices.';
  if (process.getuid?.() !== 0) return 'The lab needs root, to make network namespaces and tap devices.';
  for (const program of ['python3', 'tcpdump', 'ip', 'unshare']) {
    if (spawnSync(program, [program === 'ip' ? '-V' : '--version']).error)
      return `The lab needs ${program}, which is not installed.`;
  }
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    return 'The lab needs /dev/net/tun, to make tap devices.';
  }
  if (spawnSync('unshare', ['--net', 'true']).status !== 0)
    return 'The lab needs to make network namespaces, which is refused here.';
  return null;
}
