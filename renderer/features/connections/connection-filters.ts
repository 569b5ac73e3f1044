import type { ConnectionRow, ConversationKind, Endpoint } from '../../../preload/contract/connections';
import { endTerm, endText } from '../../format/endpoint';
import type { ConversationTerm } from '../../state/filter-terms';

/** The display filter of one conversation. */
export function rowTerm({ stream, client, server }: ConnectionRow, kind: ConversationKind): string {
  if (kind !== 'ip') return `${kind}.stream == ${stream}`;
  return [client, server].map(({ address }) => endTerm({ address, port: 0 }, 'tcp')).join(' and ');
}

/** Filters that reach further than the conversation: its addresses, each of its ends. */
export function addressTerms(row: ConnectionRow, kind: ConversationKind): readonly ConversationTerm[] {
  const { client, server } = row;
  const end = (title: string, { address, port }: Endpoint): ConversationTerm => ({
    title: `${title} ${endText({ address, port })}`,
    filter: endTerm({ address, port }, kind === 'udp' ? 'udp' : 'tcp'),
  });
  const both = kind === 'ip' ? [] : [{ title: 'Both addresses', filter: rowTerm(row, 'ip') }];
  return [...both, end('Client', client), end('Server', server)];
}
