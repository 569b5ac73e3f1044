// Linux: /proc/net/{tcp,tcp6,udp,udp6} name each socket's inode (proc_pid_net(5)), and /proc/PID/fd the processes that have it.
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { NotedEndpoint, ProcessNote } from '../../files/connection-note';
import type { ProcessSource } from './process-source';

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
const mostRemembered = 50_000;

export interface ListedSocket {
  readonly transport: 'tcp' | 'udp';
  readonly local: NotedEndpoint;
  readonly remote: NotedEndpoint | null;
  readonly inode: string;
}

interface Owner {
  readonly process: string;
  readonly pid: number;
}

/** Looks through the processes only when there is a socket that it does not know. */
export class LinuxProcesses implements ProcessSource {
  /** By inode; null for one whose process is not ours to see. */
  private owners = new Map<string, Owner | null>();
  /** Processes that had sockets, the one that was found last is the last: who has opened one opens others. */
  private readonly holders = new Set<string>();

  async sample(): Promise<readonly ProcessNote[]> {
    const listed = (await Promise.all(tables.map(readTable))).flat();
    const wanted = new Set(listed.filter(({ inode }) => !this.owners.has(inode)).map(({ inode }) => inode));
    if (wanted.size > 0) await this.find(wanted);
    return listed.flatMap(({ transport, local, remote, inode }) => {
      const owner = this.owners.get(inode);
      return owner ? [{ kind: 'process' as const, transport, local, remote, ...owner }] : [];
    });
  }

  private async find(wanted: Set<string>): Promise<void> {
    if (this.owners.size > mostRemembered) this.owners.clear();
    const likely = [...this.holders].reverse();
    await this.searchProcesses(likely, wanted);
    if (wanted.size === 0) return;
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && !this.holders.has(name));
    // The newest sockets are those of the newest processes, more often than not.
    await this.searchProcesses(
      pids.sort((one, other) => Number(other) - Number(one)),
      wanted,
    );
    for (const inode of wanted) this.owners.set(inode, null);
  }

  private async searchProcesses(pids: readonly string[], wanted: Set<string>): Promise<void> {
    for (const pid of pids) {
      if (wanted.size === 0) return;
      await this.searchProcess(pid, wanted);
    }
  }

  private async searchProcess(pid: string, wanted: Set<string>): Promise<void> {
    const folder = `/proc/${pid}/fd`;
    // Gone meanwhile, or another user's.
    const descriptors = await readdir(folder).catch(() => []);
    if (descriptors.length === 0) this.holders.delete(pid);
    const targets = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
    const found = targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
    const sought = found.filter((inode) => wanted.has(inode));
    if (sought.length === 0) return;
    this.holders.delete(pid);
    this.holders.add(pid);
    const process = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
    for (const inode of sought) {
      wanted.delete(inode);
      this.owners.set(inode, { process, pid: Number(pid) });
    }
  }
}

async function readTable(table: (typeof tables)[number]): Promise<readonly ListedSocket[]> {
  const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
  return socketsIn(text, table.startsWith('tcp') ? 'tcp' : 'udp');
}

/** Sockets that no process has any more (TIME-WAIT) or that are not taken from the queue yet have inode 0 and are left out. */
export function socketsIn(text: string, transport: 'tcp' | 'udp'): readonly ListedSocket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const columns = line.trim().split(/\s+/);
      const [, local = '', remote = ''] = columns;
      const inode = columns[9] ?? '0';
      if (inode === '0' || !local.includes(':')) return [];
      const far = endpointIn(remote);
      return [{ transport, local: endpointIn(local), remote: far.port === 0 ? null : far, inode }];
    });
}

/** `0100007F:23A3`: 32-bit words in the host's byte order, which is little-endian wherever this runs. */
function endpointIn(text: string): NotedEndpoint {
  const [words = '', port = '0'] = text.split(':');
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((pair) => Number.parseInt(pair, 16)),
  );
  return { address: addressText(bytes), port: Number.parseInt(port, 16) };
}

function addressText(bytes: readonly number[]): string {
  if (bytes.every((byte) => byte === 0)) return '';
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2]! << 8) | bytes[at * 2 + 1]!).toString(16));
  return shortened(groups);
}

/** RFC 5952 §4.2: the longest run of two or more zero groups becomes `::`, the first of several as long. */
function shortened(groups: readonly string[]): string {
  const runs = [...groups.join(' ').matchAll(/(?<!\S)0(?: 0)+(?!\S)/g)];
  const longest = runs.reduce((best, [run]) => Math.max(best, run.length), 0);
  const run = runs.find(([candidate]) => candidate.length === longest);
  if (!run) return groups.join(':');
  const text = groups.join(' ');
  const before = text.slice(0, run.index).trim().replaceAll(' ', ':');
  const after = text
    .slice(run.index + longest)
    .trim()
    .replaceAll(' ', ':');
  return `${before}::${after}`;
}
