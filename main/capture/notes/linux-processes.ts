// Linux: /proc/net/{tcp,tcp6,udp,udp6} name each socket's inode (proc_pid_net(5)), and /proc/PID/fd the processes that have it.
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { NotedEndpoint } from '../../files/connection-note';
import type { ProcessSample, ProcessSource } from './process-source';

/** The quick ones first. */
const tables = ['udp', 'udp6', 'tcp', 'tcp6'] as const;
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

/** The tables are gone through at least so often; in between only when a process has a socket that is not known. */
const walkMilliseconds = 100;
/** Processes whose descriptors are looked at each time: those that opened sockets last, and those that are new. */
const mostHolders = 8;
const mostYoung = 32;
/** A process that began so long ago may be about to open its first socket; after the first of the two it is looked at less often. */
const infantMilliseconds = 300;
const youngMilliseconds = 3_000;
/** To look at every process takes long: for sockets that go again at once no oftener than this. */
const thoroughMilliseconds = 5_000;
const lastingMilliseconds = 300;
/** Of a process with more descriptors only those are looked at whose numbers it did not have before. */
const fewDescriptors = 64;

/**
 * Going through the kernel's table of sockets takes milliseconds, even where it is almost empty; looking at what a process has open
 * takes much less. So the table is read when a process that has had sockets, or is new, has another one. That its owner is known
 * by then also keeps it known when it is closed before the table has been read.
 */
export class LinuxProcesses implements ProcessSource {
  /** By inode; null for one whose process is not ours to see. */
  private readonly owners = new Map<string, Owner | null>();
  /** Processes that had sockets, the one that was found last is the last: who has opened one opens others. */
  private readonly holders = new Map<string, ReadonlySet<string>>();
  private pids: ReadonlySet<string> = new Set();
  /** Processes that are new, and since when. */
  private readonly young = new Map<string, number>();
  /** Sockets whose process was not found, and since when. */
  private readonly missed = new Map<string, number>();
  private walked = Number.NEGATIVE_INFINITY;
  private lookedAtAll = Number.NEGATIVE_INFINITY;

  async sample(): Promise<ProcessSample | null> {
    const isDue = performance.now() - this.walked >= walkMilliseconds;
    const news = this.lookAtLikely(isDue ? youngMilliseconds : infantMilliseconds);
    if (news.size === 0 && !isDue) return null;
    const listed = this.listed(isDue ? null : news);
    this.walked = performance.now();
    // A process may have opened one between the two looks.
    if (this.unknown(listed).size > 0) this.lookAtLikely(youngMilliseconds);
    await this.search(this.unknown(listed));
    const notes = listed.flatMap(({ transport, local, remote, inode }) => {
      const owner = this.owners.get(inode);
      return owner ? [{ kind: 'process' as const, transport, local, remote, ...owner }] : [];
    });
    return { notes, isWhole: isDue };
  }

  private unknown(listed: readonly ListedSocket[]): ReadonlySet<string> {
    return new Set(listed.filter(({ inode }) => !this.owners.has(inode)).map(({ inode }) => inode));
  }

  /** Looks at all processes for sockets that stay, and now and then for the processes of those that go again at once. */
  private async search(unknown: ReadonlySet<string>): Promise<void> {
    const { missed } = this;
    const now = performance.now();
    for (const inode of missed.keys()) if (!unknown.has(inode)) missed.delete(inode);
    for (const inode of unknown) if (!missed.has(inode)) missed.set(inode, now);
    const lasting = [...missed].filter(([, since]) => now - since >= lastingMilliseconds).map(([inode]) => inode);
    if (unknown.size === 0 || (lasting.length === 0 && now - this.lookedAtAll < thoroughMilliseconds)) return;
    this.lookedAtAll = now;
    await this.lookAtAll(unknown);
    for (const inode of lasting) if (!this.owners.has(inode)) this.owners.set(inode, null);
  }

  /** @param news sockets that the table is read for; null to read all of it */
  private listed(news: Set<string> | null): readonly ListedSocket[] {
    const found: ListedSocket[] = [];
    for (const table of tables) {
      const sockets = socketsIn(readTable(table), table.startsWith('tcp') ? 'tcp' : 'udp');
      found.push(...sockets);
      if (news === null) continue;
      for (const { inode } of sockets) news.delete(inode);
      if (news.size === 0) break;
    }
    return found;
  }

  /** @returns inodes of sockets that were not known */
  private lookAtLikely(mostAge: number): Set<string> {
    if (this.owners.size > mostRemembered) this.owners.clear();
    const news = new Set<string>();
    const take = (inode: string) => news.add(inode);
    for (const pid of this.likely(mostAge)) this.look(pid, take);
    return news;
  }

  private likely(mostAge: number): ReadonlySet<string> {
    const { young } = this;
    const now = performance.now();
    const pids = new Set(processes());
    const isFirst = this.pids.size === 0;
    for (const pid of pids) if (!isFirst && !this.pids.has(pid) && young.size < mostYoung) young.set(pid, now);
    for (const [pid, since] of young) if (!pids.has(pid) || now - since > youngMilliseconds) young.delete(pid);
    this.pids = pids;
    const infants = [...young].filter(([, since]) => now - since <= mostAge).map(([pid]) => pid);
    return new Set([...[...this.holders.keys()].reverse().slice(0, mostHolders), ...infants]);
  }

  /** One whose socket is closed by now may have another one open. */
  private async lookAtAll(wanted: ReadonlySet<string>): Promise<void> {
    const left = new Set(wanted);
    for (const pid of [...this.holders.keys(), ...this.pids]) {
      if (left.size === 0) return;
      this.look(pid, (inode) => left.delete(inode), true);
      // Between two of them packets are taken.
      await setImmediate();
    }
  }

  /** Finds sockets of a process that are not known yet. */
  private look(pid: string, found: (inode: string) => void, isThorough = false): void {
    const folder = `/proc/${pid}/fd`;
    const descriptors = namesIn(folder);
    const before = this.holders.get(pid);
    const changed =
      isThorough || descriptors.length <= fewDescriptors
        ? descriptors
        : descriptors.filter((descriptor) => before?.has(descriptor) !== true);
    let owner: Owner | null = null;
    for (const descriptor of changed) {
      const inode = inodeOf(`${folder}/${descriptor}`);
      if (inode === null || this.owners.get(inode)) continue;
      owner ??= { process: nameOf(pid), pid: Number(pid) };
      this.owners.set(inode, owner);
      found(inode);
    }
    if (owner === null && before === undefined) return;
    // Those that opened sockets last are last.
    if (owner !== null || descriptors.length === 0) this.holders.delete(pid);
    if (descriptors.length > 0) this.holders.set(pid, new Set(descriptors));
  }
}

function processes(): readonly string[] {
  return namesIn('/proc').filter((name) => /^\d+$/.test(name));
}

/** None where the process is gone meanwhile, or another user's. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Of a socket; null for what is none, or is closed by now. */
function inodeOf(descriptor: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(descriptor))?.[1] ?? null;
  } catch {
    return null;
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** What the kernel gives at once, and the longest line. */
const pageBytes = 4096;
const longestLine = 256;
const page = Buffer.alloc(pageBytes);

/** To find out that there is no more costs as much as all before, so a page that has room for another line is taken for the last. */
function readTable(table: (typeof tables)[number]): string {
  let descriptor: number;
  try {
    descriptor = openSync(`/proc/net/${table}`, 'r');
  } catch {
    return '';
  }
  let text = '';
  try {
    for (;;) {
      const length = readSync(descriptor, page, 0, pageBytes, null);
      text += page.toString('latin1', 0, length);
      if (length < pageBytes - longestLine) return text;
    }
  } catch {
    return text;
  } finally {
    closeSync(descriptor);
  }
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
