import type { NotedEndpoint, ProcessNote, SocketNote } from '../../files/connection-note';

/** Equal for two notes of the same kind on the same socket. */
export function keyOf(note: ProcessNote | SocketNote): string {
  const transport = note.kind === 'process' ? note.transport : 'tcp';
  return `${note.kind} ${transport} ${endpointKey(note.local)} ${note.remote === null ? '' : endpointKey(note.remote)}`;
}

const endpointKey = ({ address, port }: NotedEndpoint): string => `${address} ${port}`;
