import { shorten, textAt } from '../text-lines';
import { dnsFields as f, serviceParameters } from './dns-fields';
import { addCharacterString, addName, ipv6Text, type RecordData, type RecordReader } from './record-data';

/** Records that lead to a service: SRV, NAPTR, SVCB and HTTPS, CAA. */
export const serviceRecords: Readonly<Record<number, RecordReader>> = {
  33: readService,
  35: readNamingAuthorityPointer,
  64: readServiceBinding,
  65: readServiceBinding,
  257: readCertificationAuthority,
};

/** RFC 2782 */
function readService(data: RecordData): string {
  const { dissection, start, owner } = data;
  const parts = owner.split('.');
  if (parts.length > 2) {
    dissection.add(f.srvService, start, 0, parts[0] as string);
    dissection.add(f.srvProtocol, start, 0, parts[1] as string);
    dissection.add(f.srvName, start, 0, parts.slice(2).join('.'));
  }
  const priority = dissection.number(f.srvPriority, start, 2);
  const weight = dissection.number(f.srvWeight, start + 2, 2);
  const port = dissection.number(f.srvPort, start + 4, 2);
  return `${priority} ${weight} ${port} ${addName(data, f.srvTarget, start + 6).text}`;
}

/** RFC 3403 §4.1 */
function readNamingAuthorityPointer(data: RecordData): string {
  const { dissection, start } = data;
  const order = dissection.number(f.naptrOrder, start, 2);
  const preference = dissection.number(f.naptrPreference, start + 2, 2);
  const flags = addCharacterString(data, f.naptrFlagsLength, f.naptrFlags, start + 4);
  const service = addCharacterString(data, f.naptrServiceLength, f.naptrService, flags.next);
  const rule = addCharacterString(data, f.naptrRegexLength, f.naptrRegex, service.next);
  addName(data, f.naptrReplacement, rule.next);
  return `${order} ${preference} ${flags.text}`.trimEnd();
}

/** RFC 9460 §2.2 */
function readServiceBinding(data: RecordData): string {
  const { dissection, start, end } = data;
  const priority = dissection.number(f.svcbPriority, start, 2);
  const target = addName(data, f.svcbTarget, start + 2);
  let at = target.next;
  while (at + 4 <= end && !dissection.failed) {
    const key = dissection.peek(at, 2);
    const length = dissection.peek(at + 2, 2);
    const node = dissection.group(f.svcbParameter, at, Math.min(4 + length, end - at));
    dissection.number(f.svcbKey, at, 2);
    dissection.number(f.svcbValueLength, at + 2, 2);
    if (at + 4 + length > end) {
      dissection.malformed(at + 2, `parameter of ${length} bytes where ${end - at - 4} are left`);
      break;
    }
    const value = addParameter(data, key, at + 4, at + 4 + length);
    node.text = () => `${serviceParameters[key] ?? `key${key}`}${value === '' ? '' : `=${value}`}`;
    dissection.end();
    at += 4 + length;
  }
  return `${priority} ${target.text}`;
}

/** RFC 9460 §7. @returns the value in words */
function addParameter({ dissection }: RecordData, key: number, start: number, end: number): string {
  const values: string[] = [];
  let at = start;
  const width = { 0: 2, 3: 2, 4: 4, 6: 16 }[key] ?? 0;
  if (key === 1) {
    while (at < end && !dissection.failed) {
      const length = dissection.number(f.svcbAlpnLength, at, 1);
      if (at + 1 + length > end || !dissection.has(at + 1, length)) break;
      const text = textAt(dissection.bytes, at + 1, at + 1 + length);
      dissection.add(f.svcbAlpn, at + 1, length, text);
      values.push(text);
      at += 1 + length;
    }
  } else if (width > 0) {
    for (; at + width <= end && !dissection.failed; at += width) {
      if (key === 0) values.push(String(dissection.number(f.svcbMandatory, at, 2)));
      else if (key === 3) values.push(String(dissection.number(f.svcbPort, at, 2)));
      else if (key === 4) {
        dissection.ipv4(f.svcbAddress4, at);
        values.push(dissection.bytes.subarray(at, at + 4).join('.'));
      } else values.push(ipv6Text(dissection.octets(f.svcbAddress6, at, 16)));
    }
  } else if (end > start) dissection.octets(key === 5 ? f.svcbEch : f.svcbValue, start, end - start);
  return values.join(',');
}

/** RFC 8659 §4.1 */
function readCertificationAuthority(data: RecordData): string {
  const { dissection, start, end } = data;
  const flags = dissection.peek(start, 1);
  dissection.group(f.caaFlags, start, 1, flags);
  dissection.bits(f.caaCritical, start, 1, flags);
  dissection.end();
  const length = dissection.peek(start + 1, 1);
  if (!dissection.has(start + 2, length)) return '';
  const valueStart = start + 2 + length;
  if (valueStart > end || !dissection.has(valueStart, end - valueStart)) return '';
  const tag = textAt(dissection.bytes, start + 2, valueStart);
  const value = textAt(dissection.bytes, valueStart, end);
  const which = { issue: f.caaIssue, issuewild: f.caaIssueWild, iodef: f.caaReport }[tag] ?? f.caaUnknown;
  dissection.group(which, start + 1, end - start - 1, value);
  dissection.number(f.caaTagLength, start + 1, 1);
  dissection.add(f.caaTag, start + 2, length, tag);
  dissection.add(f.caaValue, valueStart, end - valueStart, value);
  dissection.end();
  return `${flags} ${tag} ${shorten(value, 60)}`;
}
