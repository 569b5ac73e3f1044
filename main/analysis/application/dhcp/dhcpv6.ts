import type { Dissection } from '../../dissection';
import { type Enumeration, field } from '../../fields/field';
import { protocol } from '../../protocol';

// RFC 8415 §8 and §9: type, transaction id, options; a relay's message has hop count and two addresses instead of the id.
const relayForward = 12;
const relayReply = 13;

const messageTypes: Enumeration = {
  1: 'Solicit',
  2: 'Advertise',
  3: 'Request',
  4: 'Confirm',
  5: 'Renew',
  6: 'Rebind',
  7: 'Reply',
  8: 'Release',
  9: 'Decline',
  10: 'Reconfigure',
  11: 'Information-request',
  12: 'Relay-forward',
  13: 'Relay-reply',
  14: 'Leasequery',
  15: 'Leasequery-reply',
};

const optionNames: Enumeration = {
  1: 'Client identifier',
  2: 'Server identifier',
  3: 'Identity association for addresses',
  4: 'Identity association for temporary addresses',
  5: 'Address',
  6: 'Option request',
  7: 'Preference',
  8: 'Elapsed time',
  9: 'Relay message',
  11: 'Authentication',
  12: 'Server unicast',
  13: 'Status code',
  14: 'Rapid commit',
  15: 'User class',
  16: 'Vendor class',
  17: 'Vendor information',
  18: 'Interface id',
  19: 'Reconfigure message',
  20: 'Reconfigure accept',
  23: 'DNS servers',
  24: 'Domain search list',
  25: 'Identity association for prefixes',
  26: 'Prefix',
  31: 'SNTP servers',
  32: 'Information refresh time',
  37: 'Relay agent remote id',
  39: 'Client domain name',
  56: 'NTP server',
  59: 'Boot file URL',
  64: 'AFTR name',
  79: 'Client link-layer address',
};

const fields = {
  type: field('dhcpv6.msgtype', 'uint8', 'Message type', 'What the message does', { values: messageTypes }),
  hopCount: field('dhcpv6.hopcount', 'uint8', 'Hop count', 'Relay agents passed'),
  linkAddress: field('dhcpv6.linkaddr', 'ipv6', 'Link address', 'Tells the link of the client'),
  peerAddress: field('dhcpv6.peeraddr', 'ipv6', 'Peer address', 'Who sent the message to the relay agent'),
  transactionId: field('dhcpv6.xid', 'uint24', 'Transaction id', 'Pairs replies with requests', { base: 'hex' }),
  optionType: field('dhcpv6.option.type', 'uint16', 'Option', 'What the option tells', { values: optionNames }),
  optionLength: field('dhcpv6.option.length', 'uint16', 'Length', 'Bytes of the value'),
  optionValue: field('dhcpv6.option.value', 'bytes', 'Value', 'Value as it was sent'),
} as const;

/** Dynamic Host Configuration Protocol for IPv6. */
export const dhcpv6 = protocol({
  name: 'dhcpv6',
  short: 'DHCPv6',
  title: 'Dynamic Host Configuration Protocol for IPv6',
  fields,
  registrations: [{ table: 'udp.port', keys: [546, 547] }],
  recognize: {
    over: [],
    test: (bytes, start, end) => end - start >= 4 && messageTypes[bytes[start] as number] !== undefined,
  },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(dhcpv6);
    dissection.begin(dhcpv6, start, Math.min(end, dissection.limit) - start);
    const type = dissection.number(fields.type, start, 1);
    const name = messageTypes[type] ?? `Message ${type}`;
    if (type === relayForward || type === relayReply) {
      dissection.describe(() => name);
      dissection.number(fields.hopCount, start + 1, 1);
      dissection.octets(fields.linkAddress, start + 2, 16);
      dissection.octets(fields.peerAddress, start + 18, 16);
      addOptions(dissection, start + 34, end);
    } else {
      const transaction = dissection.number(fields.transactionId, start + 1, 3);
      dissection.describe(() => `${name} 0x${transaction.toString(16).padStart(6, '0')}`);
      addOptions(dissection, start + 4, end);
    }
    dissection.end();
  },
});

function addOptions(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at < end && !dissection.failed) {
    const length = dissection.peek(at + 2, 2);
    if (!dissection.has(at, 4)) return;
    dissection.group(fields.optionType, at, 4 + length, dissection.peek(at, 2));
    dissection.number(fields.optionLength, at + 2, 2);
    if (at + 4 + length > end) {
      dissection.malformed(at + 2, `option of ${length} bytes where ${end - at - 4} are left`);
      return;
    }
    if (length > 0) dissection.octets(fields.optionValue, at + 4, length);
    dissection.end();
    at += 4 + length;
  }
}
