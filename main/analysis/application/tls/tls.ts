import type { Dissection } from '../../dissection';
import type { StreamMessage } from '../../message-framing';
import { protocol } from '../../protocol';
import { dissectHandshakes } from './handshake';
import { joinHandshake } from './joined-handshake';
import { beginsRecord, recordContent as content, recordHeaderLength as headerLength, isPlainHello } from './record';
import { tlsFields as fields } from './tls-fields';
import { recordMark, type TlsConnection, tlsFramers } from './tls-framing';
import { alertDescriptions, alertLevels, contentTypes, versions } from './tls-names';

/** Transport Layer Security, and SSL 3.0 before it. */
export const tls = protocol({
  name: 'tls',
  short: 'TLS',
  title: 'Transport Layer Security',
  fields,
  registrations: [{ table: 'tcp.port', keys: [443, 465, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 8443, 8883] }],
  recognize: {
    over: ['tcp'],
    test: beginsRecord,
    firstBytes: [[content.changeCipherSpec, content.heartbeat]],
  },
  stream: tlsFramers,
  showsBeginnings: true,
  continuesAt: [443, 465, 636, 853, 993, 995, 5061, 5671, 8883],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(tls);
    const captured = Math.min(end, dissection.limit);
    dissection.begin(tls, start, captured - start);
    const said: string[] = [];
    dissection.describe(() => summaryOf(said));
    let at = start;
    let isEncrypted = recordMark.isEncrypted(dissection.message?.mark ?? 0);
    while (at < captured && beginsRecord(dissection.bytes, at, captured) && !dissection.failed) {
      const type = dissection.peek(at, 1);
      at = dissectRecord(dissection, at, captured, end, isEncrypted, said);
      isEncrypted ||= type === content.changeCipherSpec;
    }
    // What is left is the head of a record that goes on, or not a record at all.
    if (at < captured) said.push(`${captured - at} bytes more`);
    dissection.end();
  },
});

/** @returns the offset behind the record */
function dissectRecord(
  dissection: Dissection,
  at: number,
  captured: number,
  end: number,
  isEncrypted: boolean,
  said: string[],
): number {
  const type = dissection.peek(at, 1);
  const version = dissection.peek(at + 1, 2);
  const length = dissection.peek(at + 3, 2);
  const start = at + headerLength;
  const here = Math.min(length, captured - start);
  const node = dissection.group(fields.record, at, headerLength + here);
  const name = contentTypes[type] as string;
  node.text = () => `${versions[version] ?? 'TLS'} record: ${name}`;
  const connection = (dissection.message?.connection ?? null) as TlsConnection | null;
  const isOpaque = type === content.applicationData && connection?.isVersion13 === true;
  dissection.number(isOpaque ? fields.opaqueType : fields.contentType, at, 1);
  dissection.number(fields.recordVersion, at + 1, 2);
  dissection.number(fields.recordLength, at + 3, 2);
  addContent(dissection, type, start, start + here, here < length, isEncrypted, said);
  const onWire = Math.min(length, end - start);
  if (onWire < length) {
    node.note = `(${onWire} of ${length} bytes)`;
    said.push(`${onWire} of ${length} bytes`);
  }
  dissection.end();
  return start + here;
}

function addContent(
  dissection: Dissection,
  type: number,
  start: number,
  end: number,
  isPartial: boolean,
  isEncrypted: boolean,
  said: string[],
): void {
  if (type === content.handshake && (!isEncrypted || isPlainHello(dissection.bytes, start, end))) {
    addHandshakes(dissection, start, end, isPartial, said);
    return;
  }
  if (type === content.alert && end - start === 2 && !isEncrypted) {
    said.push(addAlert(dissection, start));
    return;
  }
  said.push(
    type === content.handshake || type === content.alert
      ? `Encrypted ${contentTypes[type]}`
      : (contentTypes[type] as string),
  );
  if (end <= start) return;
  // tshark names both by the field of a message that it could read.
  if (type === content.alert) dissection.add(fields.alert, start, end - start, null).text = () => 'Encrypted alert';
  if (type === content.handshake)
    dissection.add(fields.handshake, start, end - start, null).text = () => 'Encrypted handshake message';
  if (type === content.applicationData) dissection.octets(fields.applicationData, start, end - start);
  else if (type === content.changeCipherSpec) dissection.add(fields.changeCipherSpec, start, end - start, null);
  else dissection.octets(fields.encryptedHandshake, start, end - start);
}

/** Handshake messages, of which the first may have begun in an earlier record. */
function addHandshakes(dissection: Dissection, start: number, end: number, isPartial: boolean, said: string[]): void {
  const carried = recordMark.carried(dissection.message?.mark ?? 0);
  const earlier = carried > 0 ? (dissection.message as StreamMessage).before(carried) : null;
  if (earlier === null || earlier.length < carried) {
    said.push(...dissectHandshakes(dissection, start, end, isPartial));
    return;
  }
  dissection.add(fields.handshake, start, end - start, null).text = () => 'Handshake: part of a message';
  const joined = joinHandshake(earlier, dissection.bytes.subarray(start, end));
  dissection.within('Reassembled TLS handshake', joined, (length) => {
    said.push(...dissectHandshakes(dissection, 0, length, isPartial));
  });
}

/** RFC 8446 §6 */
function addAlert(dissection: Dissection, at: number): string {
  const node = dissection.group(fields.alert, at, 2);
  const level = dissection.number(fields.alertLevel, at, 1);
  const description = dissection.number(fields.alertDescription, at + 1, 1);
  dissection.end();
  const text = `Alert: ${alertLevels[level] ?? `level ${level}`}, ${alertDescriptions[description] ?? `code ${description}`}`;
  node.text = () => text;
  return text;
}

/** `Application Data ×3, Alert: …`: what follows itself is counted. */
function summaryOf(said: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < said.length; ) {
    let run = 1;
    while (said[i + run] === said[i]) run++;
    parts.push(run > 1 ? `${said[i]} ×${run}` : (said[i] as string));
    i += run;
  }
  return parts.join(', ');
}
