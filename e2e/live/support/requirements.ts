import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const versions: Readonly<Record<string, string>> = {
  ip: '-V',
  ss: '-V',
  iptables: '-V',
  tcpdump: '--version',
  dumpcap: '--version',
  python3: '--version',
};

/** One sentence on what this machine lacks to capture between network namespaces; null where it has everything. */
export function missingRequirement(...programs: readonly string[]): string | null {
  if (process.platform !== 'linux') return 'live captures are tested between network namespaces, which need Linux';
  if (process.getuid?.() !== 0) return 'live captures are tested between network namespaces, which need root';
  for (const program of ['ip', 'tcpdump', 'python3', ...programs]) {
    if (program === 'cap') {
      if (!hasCap()) return 'the binding cap is not built';
    } else if (spawnSync(program, [versions[program] ?? '--version']).error) return `${program} is not installed`;
  }
  if (spawnSync('unshare', ['--net', 'true']).status !== 0) return 'network namespaces are refused here';
  return null;
}

/** For a test's name, so that one that is skipped says why. */
export const because = (missing: string | null): string => (missing === null ? '' : ` (skipped: ${missing})`);

function hasCap(): boolean {
  try {
    createRequire(__filename)('cap');
    return true;
  } catch {
    return false;
  }
}
