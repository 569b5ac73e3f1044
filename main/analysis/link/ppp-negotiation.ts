import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { type Protocol, protocol } from '../protocol';

// RFC 1661 §5: link and network control protocols say the same things in the same form; only their options differ. One file
// declares them all: LCP (RFC 1661 §6), IPCP (RFC 1332, RFC 1877), IPV6CP (RFC 5072), CCP (RFC 1962).
const headerLength = 4;
const optionHeader = 2;
const configureCodes = { first: 1, last: 4 };
const echoCodes = { first: 9, last: 11 };

const codes: Enumeration = {
  1: 'Configure-Request',
  2: 'Configure-Ack',
  3: 'Configure-Nak',
  4: 'Configure-Reject',
  5: 'Terminate-Request',
  6: 'Terminate-Ack',
  7: 'Code-Reject',
  8: 'Protocol-Reject',
  9: 'Echo-Request',
  10: 'Echo-Reply',
  11: 'Discard-Request',
  12: 'Identification',
  13: 'Time-Remaining',
};

const shared = {
  code: field('ppp.code', 'uint8', 'Code', 'What is said', { values: codes }),
  identifier: field('ppp.identifier', 'uint8', 'Identifier', 'Matches answers to requests', { base: 'dec-hex' }),
  length: field('ppp.length', 'uint16', 'Length', 'Bytes of code to data', { unit: 'bytes' }),
};

const optionFields = (name: string, options: Enumeration) => ({
  type: field(`${name}.opt.type`, 'uint8', 'Option', 'Kind of option', { values: options }),
  length: field(`${name}.opt.length`, 'uint8', 'Option length', '', { unit: 'bytes' }),
  value: field(`${name}.opt.value`, 'bytes', 'Value', ''),
});

function negotiation(name: string, short: string, title: string, number: number, options: Enumeration): Protocol {
  const own = optionFields(name, options);
  const declared: Protocol = protocol({
    name,
    short: `PPP ${short}`,
    title,
    fields: [shared, own],
    registrations: [{ table: 'ppp.protocol', keys: [number] }],

    dissect(dissection: Dissection, start: number, end: number): void {
      dissection.claim(declared);
      const head = dissection.begin(declared, start, headerLength);
      const code = dissection.number(shared.code, start, 1);
      dissection.number(shared.identifier, start + 1, 1);
      const length = dissection.number(shared.length, start + 2, 2);
      const said = codes[code] ?? `code ${code}`;
      dissection.describe(() => said);
      head.text = () => `${title}, ${said}`;
      if (length < headerLength) dissection.malformed(start + 2, `length ${length}, must be at least ${headerLength}`);
      const messageEnd = Math.min(end, start + length);
      head.length = messageEnd - start;
      let at = start + headerLength;
      const configures = code >= configureCodes.first && code <= configureCodes.last;
      while (configures && at < messageEnd && !dissection.failed) at = readOption(dissection, own, at);
      const complete = !dissection.failed;
      dissection.end();
      const carries = !configures && (code < echoCodes.first || code > echoCodes.last);
      if (complete && carries) dissection.data(at, messageEnd);
    },
  });
  return declared;
}

/** @returns where the next option begins */
function readOption(dissection: Dissection, own: ReturnType<typeof optionFields>, at: number): number {
  dissection.number(own.type, at, 1);
  const length = dissection.number(own.length, at + 1, 1);
  if (length < optionHeader) {
    dissection.malformed(at + 1, `an option of ${length} bytes where its header has ${optionHeader}`);
    return at;
  }
  if (length > optionHeader) dissection.octets(own.value, at + optionHeader, length - optionHeader);
  return at + length;
}

export const lcp = negotiation('lcp', 'LCP', 'PPP Link Control', 0xc021, {
  1: 'Maximum receive unit',
  2: 'Asynchronous control character map',
  3: 'Authentication protocol',
  4: 'Quality protocol',
  5: 'Magic number',
  7: 'Protocol field compression',
  8: 'Address and control field compression',
  13: 'Callback',
  17: 'Multilink maximum received reconstructed unit',
  18: 'Multilink short sequence numbers',
  19: 'Multilink endpoint discriminator',
});
export const ipcp = negotiation('ipcp', 'IPCP', 'PPP IP Control', 0x8021, {
  1: 'IP addresses (old)',
  2: 'IP compression',
  3: 'IP address',
  129: 'Primary DNS server',
  130: 'Primary NBNS server',
  131: 'Secondary DNS server',
  132: 'Secondary NBNS server',
});
export const ipv6cp = negotiation('ipv6cp', 'IPV6CP', 'PPP IPv6 Control', 0x8057, {
  1: 'Interface identifier',
  2: 'IPv6 compression',
});
export const ccp = negotiation('ccp', 'CCP', 'PPP Compression Control', 0x80fd, {
  0: 'OUI',
  17: 'Stac LZS',
  18: 'Microsoft MPPE or MPPC',
  21: 'BSD compress',
  26: 'Deflate',
});
