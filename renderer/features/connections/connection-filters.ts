import type { ConnectionRow, ConversationKind, Endpoint } from '../../../preload/contract/connections';
import type { ConversationTerm } from '../../state/filter-terms';
import { endText } from './connection-text';

const addressField = ({ address }: Endpoint) => (address.includes(':') ? 'ipv6.addr' : 'ip.addr');

/** The display filter of one conversation. */
export function rowTerm({ stream, client, server }: ConnectionRow, kind: ConversationKind): string {
  if (kind !== 'ip') return `${kind}.stream == ${stream}`;
  return `${addressField(client)} == ${client.address} and ${addressField(server)} == ${server.address}`;
}

/** Filters that reach further than the conversation: its addresses, each of its ends. */
export function addressTerms(row: ConnectionRow, kind: ConversationKind): readonly ConversationTerm[] {
  const { client, server } = row;
  const end = (title: string, { address, port }: Endpoint): ConversationTerm => ({
    title: `${title} ${endText({ address, port })}`,
    filter: `${addressField({ address, port })} == ${address}${port > 0 ? ` and ${kind}.port == ${port}` : ''}`,
  });
  const both = kind === 'ip' ? [] : [{ title: 'Both addresses', filter: rowTerm(row, 'ip') }];
  return [...both, end('Client', client), end('Server', server)];
}
