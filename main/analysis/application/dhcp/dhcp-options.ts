import type { Dissection } from '../../dissection';
import { type Enumeration, type Field, type FieldOptions, type FieldType, field } from '../../fields/field';
import { shorten, textAt } from '../text-lines';

// RFC 2132: a code, a length and a value; 0 pads and 255 ends, both without a length.
const pad = 0;
const endOption = 255;

const own = (name: string, type: FieldType, label: string, help: string, options?: FieldOptions): Field =>
  field(`dhcp.option.${name}`, type, label, help, options);

export const messageTypes: Enumeration = {
  1: 'Discover',
  2: 'Offer',
  3: 'Request',
  4: 'Decline',
  5: 'ACK',
  6: 'NAK',
  7: 'Release',
  8: 'Inform',
  9: 'Force Renew',
  10: 'Lease Query',
  11: 'Lease Unassigned',
  12: 'Lease Unknown',
  13: 'Lease Active',
};

/** IANA's "BOOTP Vendor Extensions and DHCP Options". */
export const optionNames: Enumeration = {
  0: 'Padding',
  1: 'Subnet mask',
  2: 'Time offset',
  3: 'Router',
  4: 'Time server',
  5: 'Name server',
  6: 'Domain name server',
  7: 'Log server',
  12: 'Host name',
  13: 'Boot file size',
  15: 'Domain name',
  17: 'Root path',
  19: 'IP forwarding',
  26: 'Interface MTU',
  28: 'Broadcast address',
  31: 'Router discovery',
  33: 'Static route',
  40: 'NIS domain',
  41: 'NIS servers',
  42: 'NTP servers',
  43: 'Vendor-specific information',
  44: 'NetBIOS name servers',
  45: 'NetBIOS datagram distribution servers',
  46: 'NetBIOS node type',
  47: 'NetBIOS scope',
  50: 'Requested address',
  51: 'Lease time',
  52: 'Overload',
  53: 'Message type',
  54: 'Server identifier',
  55: 'Parameter request list',
  56: 'Message',
  57: 'Maximum message size',
  58: 'Renewal time',
  59: 'Rebinding time',
  60: 'Vendor class',
  61: 'Client identifier',
  66: 'TFTP server name',
  67: 'Boot file name',
  77: 'User class',
  80: 'Rapid commit',
  81: 'Client domain name',
  82: 'Relay agent information',
  93: 'Client architecture',
  94: 'Client network interface',
  97: 'Client UUID',
  100: 'Time zone (POSIX)',
  101: 'Time zone (name)',
  108: 'IPv6-only preferred',
  114: 'Captive portal',
  116: 'Auto-configuration',
  118: 'Subnet selection',
  119: 'Domain search',
  120: 'SIP servers',
  121: 'Classless static route',
  124: 'Vendor class (enterprise)',
  125: 'Vendor information (enterprise)',
  150: 'TFTP server address',
  249: 'Classless static route (Microsoft)',
  252: 'Proxy auto-discovery',
  255: 'End',
};

export const optionFields = {
  optionType: own('type', 'uint8', 'Option', 'What the option tells', { values: optionNames }),
  optionLength: own('length', 'uint8', 'Length', 'Bytes of the value'),
  optionValue: own('value', 'bytes', 'Value', 'Value as it was sent', { hidden: true }),
  optionEnd: own('end', 'uint8', 'End', 'Nothing but padding follows'),
  optionPadding: own('padding', 'bytes', 'Padding', 'Fills up'),
  subnetMask: own('subnet_mask', 'ipv4', 'Subnet mask', 'Mask of the network'),
  router: own('router', 'ipv4', 'Router', 'A router of the network'),
  nameServer: own('name_server', 'ipv4', 'Name server', 'A server of IEN 116'),
  domainNameServer: own('domain_name_server', 'ipv4', 'Domain name server', 'A DNS server'),
  hostName: own('hostname', 'string', 'Host name', 'Name of the client'),
  domainName: own('domain_name', 'string', 'Domain name', 'Domain of the client'),
  broadcastAddress: own('broadcast_address', 'ipv4', 'Broadcast address', 'Broadcast address of the network'),
  ntpServer: own('ntp_server', 'ipv4', 'NTP server', 'A time server'),
  requestedAddress: own('requested_ip_address', 'ipv4', 'Requested address', 'Address that the client wants'),
  leaseTime: own('ip_address_lease_time', 'uint32', 'Lease time', 'How long the address is lent', { unit: 'seconds' }),
  messageType: own('dhcp', 'uint8', 'Message type', 'What the message does', { values: messageTypes }),
  serverIdentifier: own('dhcp_server_id', 'ipv4', 'Server', 'Address of the DHCP server'),
  requestedOption: own('request_list_item', 'uint8', 'Requested option', 'An option that the client wants', {
    values: optionNames,
  }),
  message: own('message', 'string', 'Message', 'Why it was refused'),
  maximumMessageSize: own('dhcp_max_message_size', 'uint16', 'Maximum message size', 'Largest message accepted'),
  renewalTime: own('renewal_time_value', 'uint32', 'Renewal time', 'When to renew', { unit: 'seconds' }),
  rebindingTime: own('rebinding_time_value', 'uint32', 'Rebinding time', 'When to ask any server', { unit: 'seconds' }),
  vendorClass: own('vendor_class_id', 'string', 'Vendor class', 'Kind of client'),
  bootFileName: own('bootfile_name', 'string', 'Boot file', 'File to boot from'),
} as const;

const f = optionFields;

const addresses: Readonly<Record<number, Field>> = {
  1: f.subnetMask,
  3: f.router,
  5: f.nameServer,
  6: f.domainNameServer,
  28: f.broadcastAddress,
  42: f.ntpServer,
  50: f.requestedAddress,
  54: f.serverIdentifier,
};
const texts: Readonly<Record<number, Field>> = {
  12: f.hostName,
  15: f.domainName,
  56: f.message,
  60: f.vendorClass,
  67: f.bootFileName,
};
const numbers: Readonly<Record<number, readonly [Field, number]>> = {
  51: [f.leaseTime, 4],
  53: [f.messageType, 1],
  57: [f.maximumMessageSize, 2],
  58: [f.renewalTime, 4],
  59: [f.rebindingTime, 4],
};

/** What the options tell that is worth a word in the list. */
export interface DhcpFacts {
  messageType: number;
  hostName: string;
  requestedAddress: string;
}

export function dissectDhcpOptions(dissection: Dissection, start: number, end: number, facts: DhcpFacts): void {
  let at = start;
  while (at < end && !dissection.failed) {
    const code = dissection.peek(at, 1);
    if (code === pad) {
      at++;
      continue;
    }
    if (code === endOption) {
      dissection.group(f.optionType, at, 1, code);
      dissection.add(f.optionEnd, at, 1, code);
      dissection.end();
      if (at + 1 < Math.min(end, dissection.limit)) {
        dissection.octets(f.optionPadding, at + 1, Math.min(end, dissection.limit) - at - 1);
      }
      return;
    }
    const length = dissection.peek(at + 1, 1);
    const node = dissection.group(f.optionType, at, 2 + length, code);
    dissection.number(f.optionLength, at + 1, 1);
    if (at + 2 + length > end) {
      dissection.malformed(at + 1, `option ${code} has ${length} bytes where ${end - at - 2} are left`);
      return;
    }
    if (length > 0) {
      dissection.octets(f.optionValue, at + 2, length);
      const text = addValue(dissection, code, at + 2, length, facts);
      node.text = () => `${optionNames[code] ?? `Option ${code}`}${text === '' ? '' : `: ${text}`}`;
    }
    dissection.end();
    at += 2 + length;
  }
}

/** @returns the value in words */
function addValue(dissection: Dissection, code: number, at: number, length: number, facts: DhcpFacts): string {
  const address = addresses[code];
  const text = texts[code];
  const number = numbers[code];
  if (address && length % 4 === 0) return addAddresses(dissection, address, code, at, length, facts);
  if (number && length === number[1]) {
    const value = dissection.number(number[0], at, length);
    if (code === 53) facts.messageType = value;
    return code === 53 ? (messageTypes[value] ?? String(value)) : String(value);
  }
  if (text && dissection.has(at, length)) {
    const value = textAt(dissection.bytes, at, at + length).split('\0', 1)[0] as string;
    dissection.add(text, at, length, value);
    if (code === 12) facts.hostName = value;
    return shorten(value, 80);
  }
  if (code === 55) {
    for (let i = 0; i < length && !dissection.failed; i++) dissection.number(f.requestedOption, at + i, 1);
    return `${length} options`;
  }
  return '';
}

function addAddresses(
  dissection: Dissection,
  which: Field,
  code: number,
  start: number,
  length: number,
  facts: DhcpFacts,
): string {
  const list: string[] = [];
  for (let at = start; at < start + length && dissection.has(at, 4); at += 4) {
    dissection.ipv4(which, at);
    list.push(dissection.bytes.subarray(at, at + 4).join('.'));
  }
  if (code === 50) facts.requestedAddress = list[0] ?? '';
  return list.join(', ');
}
