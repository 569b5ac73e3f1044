import type { Dissection } from '../../dissection';
import { textAt } from '../text-lines';
import { ednsOptions, dnsFields as f } from './dns-fields';

/** RFC 6891 §6.1.2 and §6.1.3: what an OPT record puts where others have class and time to live. */
export function addEdnsHeader(dissection: Dissection, at: number): void {
  dissection.number(f.udpPayloadSize, at, 2);
  dissection.number(f.extendedReplyCode, at + 2, 1);
  dissection.number(f.ednsVersion, at + 3, 1);
  const flags = dissection.peek(at + 4, 2);
  dissection.group(f.ednsFlags, at + 4, 2, flags);
  dissection.bits(f.ednsDnssecOk, at + 4, 2, flags);
  dissection.bits(f.ednsReserved, at + 4, 2, flags);
  dissection.end();
}

/** RFC 6891 §6.1.2: a code, a length, and the content of each option. */
export function addEdnsOptions(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at + 4 <= end && !dissection.failed) {
    const code = dissection.peek(at, 2);
    const length = dissection.peek(at + 2, 2);
    const node = dissection.group(f.option, at, Math.min(4 + length, end - at));
    node.text = () => `Option: ${ednsOptions[code] ?? code}`;
    dissection.number(f.optionCode, at, 2);
    dissection.number(f.optionLength, at + 2, 2);
    if (at + 4 + length > end) {
      dissection.malformed(at + 2, `option of ${length} bytes where ${end - at - 4} are left`);
      return;
    }
    dissection.octets(f.optionData, at + 4, length);
    addOptionContent(dissection, code, at + 4, length);
    dissection.end();
    at += 4 + length;
  }
}

function addOptionContent(dissection: Dissection, code: number, at: number, length: number): void {
  if (code === 8 && length >= 4) addClientSubnet(dissection, at, length);
  else if (code === 10 && length >= 8) {
    dissection.octets(f.clientCookie, at, 8);
    dissection.octets(f.serverCookie, at + 8, length - 8);
  } else if (code === 11 && length === 2) dissection.number(f.keepalive, at, 2);
  else if (code === 12) dissection.octets(f.padding, at, length);
  else if (code === 15 && length >= 2) {
    dissection.number(f.errorCode, at, 2);
    if (length > 2 && dissection.has(at, length)) {
      dissection.add(f.errorText, at + 2, length - 2, textAt(dissection.bytes, at + 2, at + length));
    }
  }
}

/** RFC 7871 §6: as many bytes of the address as the prefix needs. */
function addClientSubnet(dissection: Dissection, at: number, length: number): void {
  const family = dissection.number(f.clientFamily, at, 2);
  dissection.number(f.clientNetmask, at + 2, 1);
  dissection.number(f.clientScope, at + 3, 1);
  const held = length - 4;
  if (!dissection.has(at + 4, held)) return;
  const whole = new Uint8Array(family === 2 ? 16 : 4);
  if ((family !== 1 && family !== 2) || held > whole.length) {
    if (held > 0) dissection.octets(f.clientAddress, at + 4, held);
    return;
  }
  whole.set(dissection.bytes.subarray(at + 4, at + 4 + held));
  if (family === 2) dissection.add(f.clientAddress6, at + 4, held, whole);
  else dissection.add(f.clientAddress4, at + 4, held, new DataView(whole.buffer).getUint32(0));
}
