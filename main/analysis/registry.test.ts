import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recognition } from './protocol';
import { createRegistry } from './protocols';

it('numbers protocols by their places in the list, not by when their files were run: threads are built apart', () => {
  const { protocols } = createRegistry();
  expect(protocols.map(({ index }) => index)).toEqual(protocols.map((_, place) => place));
});

const recognized = createRegistry()
  .protocols.filter(({ recognize }) => recognize?.firstBytes !== undefined)
  .map((protocol) => [protocol.name, protocol.recognize as Recognition] as const);

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Beginnings that are recognized, so that the property below does not hold for want of any. */
const beginnings: Record<string, Uint8Array> = {
  ssh: ascii('SSH-2.0-OpenSSH_9.6\r\n'),
  http: ascii('GET / HTTP/1.1\r\n\r\n'),
  sip: ascii('SIP/2.0 200 OK\r\n\r\n'),
  tls: Uint8Array.of(22, 3, 1, 0, 4, 1, 0, 0, 0),
  quic: Uint8Array.of(0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 4, 1, 2, 3, 4),
  wg: Uint8Array.of(4, ...new Array<number>(31).fill(0)),
};

describe.each(recognized)('%s, by its first byte', (name, { test, firstBytes = [] }) => {
  const accepts = (bytes: Uint8Array): boolean => test(bytes, 0, bytes.length);
  const mayBegin = (byte: number): boolean => firstBytes.some(([from, to]) => byte >= from && byte <= to);

  it('is recognized at all', () => {
    const bytes = beginnings[name] as Uint8Array;
    expect([accepts(bytes), mayBegin(bytes[0] as number)]).toEqual([true, true]);
  });

  it('is never recognized behind another', () => {
    const bytes = beginnings[name] as Uint8Array;
    for (let byte = 0; byte < 256; byte++) {
      if (!mayBegin(byte)) expect(accepts(Uint8Array.of(byte, ...bytes.subarray(1)))).toBe(false);
    }
    const payloads = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(fc.property(payloads, (payload) => !accepts(payload) || mayBegin(payload[0] as number)));
  });
});
