import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// https://www.wireguard.com/papers/wireguard.pdf §5.4: a type, three zero bytes; numbers in little-endian order.
const types = { 1: 'Handshake Initiation', 2: 'Handshake Response', 3: 'Cookie Reply', 4: 'Transport Data' } as const;
const lengths: Readonly<Record<number, number>> = { 1: 148, 2: 92, 3: 64 };
const shortestData = 32;

const fields = {
  type: field('wg.type', 'uint8', 'Type', 'What the message is for', { values: types }),
  reserved: field('wg.reserved', 'bytes', 'Reserved', 'Must be zero'),
  sender: field('wg.sender', 'uint32', 'Sender', 'Index that the sender chose', { base: 'hex' }),
  receiver: field('wg.receiver', 'uint32', 'Receiver', 'Index that the receiver chose', { base: 'hex' }),
  counter: field('wg.counter', 'uint64', 'Counter', 'Number of the packet'),
  encrypted: field('wg.encrypted_packet', 'none', 'Encrypted packet', 'The packet in the tunnel'),
} as const;

/** WireGuard. */
export const wireguard = protocol({
  name: 'wg',
  short: 'WireGuard',
  title: 'WireGuard',
  fields,
  registrations: [{ table: 'udp.port', keys: [51820] }],
  recognize: { over: ['udp'], test: looksLikeWireguard, firstBytes: [[1, 4]] },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(wireguard);
    dissection.begin(wireguard, start, Math.min(end, dissection.limit) - start);
    const type = dissection.number(fields.type, start, 1);
    dissection.octets(fields.reserved, start + 1, 3);
    const name = types[type as keyof typeof types] ?? `Type ${type}`;
    dissection.describe(() => name);
    if (type === 1 || type === 2) addIndex(dissection, fields.sender, start + 4);
    if (type >= 2) {
      const receiver = addIndex(dissection, fields.receiver, start + (type === 2 ? 8 : 4));
      dissection.describe(() => `${name}, receiver=0x${receiver.toString(16).padStart(8, '0')}`);
    }
    if (type === 4 && dissection.has(start + 8, 8)) {
      dissection.add(fields.counter, start + 8, 8, dissection.view.getBigUint64(start + 8, true));
      if (end > start + 16)
        dissection.add(fields.encrypted, start + 16, Math.min(end, dissection.limit) - start - 16, null);
    }
    dissection.end();
  },
});

function looksLikeWireguard(bytes: Uint8Array, start: number, end: number): boolean {
  const type = bytes[start] as number;
  const length = end - start;
  if (type < 1 || type > 4 || length < shortestData) return false;
  if (bytes[start + 1] !== 0 || bytes[start + 2] !== 0 || bytes[start + 3] !== 0) return false;
  return type === 4 ? length % 16 === 0 : length === lengths[type];
}

function addIndex(dissection: Dissection, which: typeof fields.sender, at: number): number {
  if (!dissection.has(at, 4)) return 0;
  const value = dissection.view.getUint32(at, true);
  dissection.add(which, at, 4, value);
  return value;
}
