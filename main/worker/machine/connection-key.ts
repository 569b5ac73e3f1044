import type { Side } from '../../analysis/dissection-context';
import type { ConnectionNote, NotedEndpoint } from '../../files/connection-note';

export type Transport = 'tcp' | 'udp';
/** A note with its moment. */
export type Noted<Note> = Note & Pick<ConnectionNote, 'time'>;

export interface ConnectionEnds {
  readonly client: NotedEndpoint;
  readonly server: NotedEndpoint;
}

/** Each side with its own end and the other one. */
export const sidesOf = ({
  client,
  server,
}: ConnectionEnds): readonly (readonly [Side, NotedEndpoint, NotedEndpoint])[] => [
  ['client', client, server],
  ['server', server, client],
];

/** Names a socket: by both its ends, or by its own alone where it takes packets from anyone. */
export function noteKey(transport: Transport, local: NotedEndpoint, remote: NotedEndpoint | null): string {
  const near = `${transport} ${local.address} ${local.port}`;
  return remote === null || remote.port === 0 ? near : `${near} ${remote.address} ${remote.port}`;
}

/** Nanoseconds since the epoch; 0 for a note without a time. */
export const timeOfNote = ({ time }: Pick<ConnectionNote, 'time'>): bigint =>
  time === null ? 0n : BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds);
