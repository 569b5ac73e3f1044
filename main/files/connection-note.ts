// What this program notes of connections while it captures: comments of interface statistics blocks
// (draft-ietf-opsawg-pcapng §3.5 and §4.6). They add no packet and change none, and other programs pass over them.
import type { CaptureTime } from './capture-interface';

export interface NotedEndpoint {
  /** As in `192.0.2.1` or `2001:db8::1`; empty for every address of the machine. */
  readonly address: string;
  readonly port: number;
}

/** Which process a connection, or a listening socket, belonged to. */
export interface ProcessNote {
  readonly kind: 'process';
  readonly transport: 'tcp' | 'udp';
  readonly local: NotedEndpoint;
  /** Null for a socket that takes packets from anyone. */
  readonly remote: NotedEndpoint | null;
  readonly process: string;
  readonly pid: number;
}

/** What the kernel itself thought of a TCP connection at one moment, as `ss -tinm` tells. */
export interface SocketNote {
  readonly kind: 'socket';
  readonly local: NotedEndpoint;
  readonly remote: NotedEndpoint | null;
  /** `ESTAB`, `FIN-WAIT-1` and so on. */
  readonly state: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** `cwnd`, `ssthresh`, `rto`, `rtt`, `mss`, `unacked`, `retrans` (of all time), `lost` and what else was told. */
  readonly values: Readonly<Record<string, number>>;
}

/** With the moment at which it was so. */
export type ConnectionNote = (ProcessNote | SocketNote) & { readonly time: CaptureTime | null };

const prefix = 'wirestate.connection ';
/** A comment's length is told in 16 bits. */
const LONGEST_COMMENT = 0xffff;

export function encodeNote(note: ConnectionNote): string {
  return prefix + JSON.stringify(note);
}

/**
 * Null for a comment that is no such note: anybody may have written what does not have a note's shape.
 * @param blockTime of the block that the comment is in, for a note without a time of its own
 */
export function decodeNote(comment: string, blockTime: CaptureTime | null): ConnectionNote | null {
  if (!comment.startsWith(prefix) || comment.length > LONGEST_COMMENT) return null;
  let note: unknown;
  try {
    note = JSON.parse(comment.slice(prefix.length));
  } catch {
    return null;
  }
  const read = note as Partial<Record<string, unknown>> | null;
  if (typeof read !== 'object' || read === null) return null;
  const local = endpointIn(read.local);
  const remote = read.remote === null ? null : endpointIn(read.remote);
  if (!local || remote === undefined) return null;
  const time = timeIn(read.time) ?? blockTime;
  if (read.kind === 'process') return processIn(read, local, remote, time);
  return read.kind === 'socket' ? socketIn(read, local, remote, time) : null;
}

function processIn(
  { transport, process, pid }: Partial<Record<string, unknown>>,
  local: NotedEndpoint,
  remote: NotedEndpoint | null,
  time: CaptureTime | null,
): ConnectionNote | null {
  if (transport !== 'tcp' && transport !== 'udp') return null;
  if (typeof process !== 'string' || !isCount(pid)) return null;
  return { kind: 'process', transport, local, remote, process, pid, time };
}

function socketIn(
  { state, receiveQueue, sendQueue, values }: Partial<Record<string, unknown>>,
  local: NotedEndpoint,
  remote: NotedEndpoint | null,
  time: CaptureTime | null,
): ConnectionNote | null {
  if (typeof state !== 'string' || !isCount(receiveQueue) || !isCount(sendQueue)) return null;
  if (typeof values !== 'object' || values === null) return null;
  const numbers = Object.entries(values).filter(
    (entry): entry is [string, number] => Number.isFinite(entry[1]) && entry[0] !== '__proto__',
  );
  return { kind: 'socket', local, remote, state, receiveQueue, sendQueue, values: Object.fromEntries(numbers), time };
}

function endpointIn(value: unknown): NotedEndpoint | undefined {
  const { address, port } = (value ?? {}) as { address?: unknown; port?: unknown };
  return typeof address === 'string' && isCount(port) && port <= 0xffff ? { address, port } : undefined;
}

function timeIn(value: unknown): CaptureTime | null {
  const { seconds, nanoseconds } = (value ?? {}) as { seconds?: unknown; nanoseconds?: unknown };
  return isCount(seconds) && isCount(nanoseconds) && nanoseconds < 1e9 ? { seconds, nanoseconds } : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
