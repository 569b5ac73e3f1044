import type { Dissection } from '../../dissection';
import { type Protocol, protocol } from '../../protocol';
import { dnsFields } from './dns-fields';
import { dnsFramers } from './dns-framing';
import { type Dialect, dissectDnsMessage, looksLikeMessage } from './dns-message';
import { isUnmistakable } from './dns-recognition';

const unicast: Dialect = { isMulticast: false, isLinkLocal: false };

/** Domain Name System: RFC 1034 and RFC 1035; over TCP each message stands behind its length (RFC 1035 §4.2.2). */
export const dns = protocol({
  name: 'dns',
  short: 'DNS',
  title: 'Domain Name System',
  fields: dnsFields,
  stream: dnsFramers,
  registrations: [
    { table: 'udp.port', keys: [53] },
    { table: 'tcp.port', keys: [53] },
  ],
  recognize: {
    over: ['udp'],
    test: (bytes, start, end) => looksLikeMessage(bytes, start, end) || looksLikeMessage(bytes, start + 2, end),
    elsewhere: isUnmistakable,
  },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissectBehindTransport(dissection, dns, start, end, unicast);
  },
});

/** Multicast DNS, RFC 6762. */
export const multicastDns = protocol({
  name: 'mdns',
  short: 'MDNS',
  title: 'Multicast Domain Name System',
  fields: {},
  registrations: [{ table: 'udp.port', keys: [5353] }],
  recognize: { over: [], test: looksLikeMessage },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissectBehindTransport(dissection, multicastDns, start, end, { isMulticast: true, isLinkLocal: false });
  },
});

/** Link-local Multicast Name Resolution, RFC 4795. */
export const linkLocalNameResolution = protocol({
  name: 'llmnr',
  short: 'LLMNR',
  title: 'Link-local Multicast Name Resolution',
  fields: {},
  stream: dnsFramers,
  registrations: [
    { table: 'udp.port', keys: [5355] },
    { table: 'tcp.port', keys: [5355] },
  ],
  recognize: {
    over: [],
    test: (bytes, start, end) => looksLikeMessage(bytes, start, end) || looksLikeMessage(bytes, start + 2, end),
  },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissectBehindTransport(dissection, linkLocalNameResolution, start, end, { isMulticast: false, isLinkLocal: true });
  },
});

function dissectBehindTransport(
  dissection: Dissection,
  which: Protocol,
  start: number,
  end: number,
  dialect: Dialect,
): void {
  dissection.claim(which);
  const names = dissection.protocolNames;
  const isStream = names.lastIndexOf('tcp') > names.lastIndexOf('udp');
  if (!isStream) {
    dissection.begin(which, start, Math.min(end, dissection.limit) - start);
    dissectDnsMessage(dissection, start, end, dialect);
    dissection.end();
    return;
  }
  let at = start;
  while (at + 2 <= Math.min(end, dissection.limit) && !dissection.failed)
    at = dissectFramed(dissection, which, at, end, dialect);
}

/** A message behind its length. What lies in a later segment is not missing. @returns the offset behind it */
function dissectFramed(dissection: Dissection, which: Protocol, at: number, end: number, dialect: Dialect): number {
  const length = dissection.peek(at, 2);
  const here = Math.min(end, dissection.limit) - at - 2;
  const head = dissection.begin(which, at, 2 + Math.min(length, here));
  dissection.add(dnsFields.length, at, 2, length);
  if (length > here) {
    head.note = `(${here} of ${length} bytes)`;
    dissection.describe(() => `${here} of ${length} bytes`);
  } else dissectDnsMessage(dissection, at + 2, at + 2 + length, dialect);
  dissection.end();
  return at + 2 + length;
}
