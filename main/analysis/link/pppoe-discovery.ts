import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { pppoeCodes, pppoeFields, pppoeHeaderLength, readPppoeHeader } from './pppoe-header';

// RFC 2516 §5; tags in appendix A: a type, a length, a value each.
const tagHeader = 4;
const endOfList = 0x0000;
const textTags = new Set([0x0101, 0x0102, 0x0201, 0x0202, 0x0203]);

const tagTypes = {
  0: 'End of list',
  257: 'Service name',
  258: 'Access concentrator name',
  259: 'Host-Uniq',
  260: 'AC-Cookie',
  261: 'Vendor-specific',
  262: 'Credits',
  263: 'Metrics',
  264: 'Sequence number',
  272: 'Relay session ID',
  288: 'PPP maximum payload',
  513: 'Service name error',
  514: 'Access concentrator system error',
  515: 'Generic error',
};

const fields = {
  ...pppoeFields,
  tags: field('pppoed.tags', 'none', 'Tags', 'What is offered and asked for'),
  tag: field('pppoed.tags.type', 'uint16', 'Tag', 'Kind of tag', { base: 'hex', values: tagTypes }),
  tagLength: field('pppoed.tags.length', 'uint16', 'Tag length', 'Bytes of its value', { unit: 'bytes' }),
  serviceName: field('pppoed.tags.service_name', 'string', 'Service name', 'Service that is asked for or offered'),
  concentrator: field('pppoed.tags.ac_name', 'string', 'Access concentrator', 'Name of the access concentrator'),
  hostUnique: field('pppoed.tags.host_uniq', 'bytes', 'Host-Uniq', "The host's mark, which answers repeat"),
  cookie: field('pppoed.tags.ac_cookie', 'bytes', 'AC-Cookie', "The concentrator's mark, which requests repeat"),
  text: field('pppoed.tags.text', 'string', 'Text', 'Value of a tag that holds text'),
  value: field('pppoed.tags.value', 'bytes', 'Value', 'Value of any other tag'),
} as const;

export const pppoeDiscovery = protocol({
  name: 'pppoed',
  short: 'PPPoED',
  title: 'PPP over Ethernet, discovery',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x8863] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pppoeDiscovery);
    const head = dissection.begin(pppoeDiscovery, start, pppoeHeaderLength);
    const { code, end: tagsEnd } = readPppoeHeader(dissection, start, end);
    const kind = (pppoeCodes as Record<number, string>)[code] ?? `code 0x${code.toString(16)}`;
    head.text = () => `PPPoE discovery, ${kind}`;
    const said: string[] = [];
    dissection.describe(() => [kind, ...said].join(', '));
    head.length = tagsEnd - start;
    let at = start + pppoeHeaderLength;
    if (at < tagsEnd) dissection.group(fields.tags, at, tagsEnd - at);
    while (at < tagsEnd && !dissection.failed) at = readTag(dissection, at, said);
    dissection.end();
  },
});

/** @returns where the next tag begins */
function readTag(dissection: Dissection, at: number, said: string[]): number {
  const type = dissection.number(fields.tag, at, 2);
  const length = dissection.number(fields.tagLength, at + 2, 2);
  const value = at + tagHeader;
  if (type === endOfList) return Number.POSITIVE_INFINITY;
  if (textTags.has(type)) {
    const shown = type === 0x0101 ? fields.serviceName : type === 0x0102 ? fields.concentrator : fields.text;
    if (dissection.has(value, length)) {
      const text = new TextDecoder().decode(dissection.bytes.subarray(value, value + length));
      dissection.add(shown, value, length, text);
      if (text !== '') said.push(`${shown.label} ${text}`);
    }
  } else if (length > 0) {
    const shown = type === 0x0103 ? fields.hostUnique : type === 0x0104 ? fields.cookie : fields.value;
    dissection.octets(shown, value, length);
  }
  return value + length;
}
