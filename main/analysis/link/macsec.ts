import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { nextByEtherType } from './ether-payload';
import { etherTypes } from './ether-types';

// IEEE 802.1AE-2018 §9: tag control, short length, packet number, secure channel where the tag says so; then data, encrypted or
// only authenticated, and the check value.
const encryptedBit = 0x08;
const changedBit = 0x04;
const channelBit = 0x20;
const checkLength = 16;

const fields = {
  control: field('macsec.TCI', 'uint8', 'Tag control', '', { base: 'hex', mask: 0xfc }),
  version: field('macsec.TCI.V', 'uint8', 'Version', '', { base: 'hex', mask: 0x80 }),
  endStation: field('macsec.TCI.ES', 'boolean', 'End station', 'The channel is the source address', { mask: 0x40 }),
  hasChannel: field('macsec.TCI.SC', 'boolean', 'Secure channel', 'The channel is given', { mask: 0x20 }),
  broadcast: field('macsec.TCI.SCB', 'boolean', 'Single copy broadcast', '', { mask: 0x10 }),
  encrypted: field('macsec.TCI.E', 'boolean', 'Encrypted', 'The data is encrypted', { mask: 0x08 }),
  changed: field('macsec.TCI.C', 'boolean', 'Changed', 'The data is not as it was sent', { mask: 0x04 }),
  association: field('macsec.AN', 'uint8', 'Association number', 'Key in use', { base: 'hex', mask: 0x03 }),
  shortLength: field('macsec.SL', 'uint8', 'Short length', 'Bytes of data, if fewer than 48'),
  packetNumber: field('macsec.PN', 'uint32', 'Packet number', 'Against replay'),
  system: field('macsec.SCI.system_identifier', 'ether', 'System', 'MAC address of the secure channel'),
  port: field('macsec.SCI.port_identifier', 'uint16', 'Port', 'Port of the secure channel'),
  type: field('macsec.etype', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  checkValue: field('macsec.ICV', 'bytes', 'Check value', 'Integrity check value'),
} as const;

export const macsec = protocol({
  name: 'macsec',
  short: 'MACsec',
  title: 'MACsec',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x88e5] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(macsec);
    const head = dissection.begin(macsec, start, 6);
    const tag = dissection.peek(start, 1);
    addTag(dissection, start, tag);
    const shortLength = dissection.number(fields.shortLength, start + 1, 1);
    const number = dissection.number(fields.packetNumber, start + 2, 4);
    let at = start + 6;
    if ((tag & channelBit) !== 0) {
      dissection.octets(fields.system, at, 6);
      dissection.number(fields.port, at + 6, 2);
      at += 8;
    }
    const hidden = (tag & (encryptedBit | changedBit)) !== 0;
    dissection.describe(() => `${hidden ? 'Encrypted' : 'Authenticated'}, packet number ${number}`);
    const dataEnd = shortLength > 0 ? Math.min(end, at + shortLength) : end - checkLength;
    if (!dissection.failed && dataEnd + checkLength <= dissection.limit) {
      dissection.octets(fields.checkValue, dataEnd, checkLength);
    }
    const type = hidden ? 0 : dissection.number(fields.type, at, 2);
    head.length = at - start;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (hidden) dissection.data(at, dataEnd);
    else nextByEtherType(dissection, type, at + 2, dataEnd);
  },
});

function addTag(dissection: Dissection, start: number, tag: number): void {
  dissection.group(fields.control, start, 1, tag >> 2);
  dissection.bits(fields.version, start, 1, tag);
  dissection.bits(fields.endStation, start, 1, tag);
  dissection.bits(fields.hasChannel, start, 1, tag);
  dissection.bits(fields.broadcast, start, 1, tag);
  dissection.bits(fields.encrypted, start, 1, tag);
  dissection.bits(fields.changed, start, 1, tag);
  dissection.end();
  dissection.bits(fields.association, start, 1, tag);
}
