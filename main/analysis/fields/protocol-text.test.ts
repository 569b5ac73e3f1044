import { describe, expect, it } from 'vitest';
import { dissectBytes, hexBytes, LinkType, nodesOf } from '../testing/dissect-bytes';
import { tcpPacket, udpPacket } from '../transport/testing/ip-packets';
import { nodeText } from './protocol-text';

const ethernet = hexBytes('0200000000020200000000010800');

describe('a protocol as a field', () => {
  const packet = tcpPacket({ sourcePort: 40_000, destinationPort: 80 });
  const dissection = dissectBytes(Uint8Array.of(...ethernet, ...packet), LinkType.ethernet);
  const texts = (name: string) => nodesOf(dissection, name).map(nodeText);

  it('has the heading that tshark -T fields prints', () => {
    expect(texts('eth')).toEqual(['Ethernet II, Src: 02:00:00:00:00:01, Dst: 02:00:00:00:00:02']);
    expect(texts('ip')[0]).toMatch(/^Internet Protocol Version 4, Src: [\d.]+, Dst: [\d.]+$/);
    expect(texts('tcp')[0]).toMatch(/^Transmission Control Protocol, Src Port: 40000, Dst Port: 80, /);
    expect(texts('frame')[0]).toBe(
      'Frame 1: 54 bytes on wire (432 bits), 54 bytes captured (432 bits) on interface unknown, id 0',
    );
  });

  it('is its name where tshark says no more', () => {
    const request = tcpPacket({ destinationPort: 80, payload: new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n') });
    expect(nodesOf(dissectBytes(request, LinkType.ipv4), 'http').map(nodeText)).toEqual(['http']);
  });
});

it('prints NULL for a time of NTP that is not set, as tshark does', () => {
  const client = hexBytes(`e3000000 ${'00'.repeat(36)} e9000000 00000000`);
  const dissection = dissectBytes(udpPacket(client, [40_000, 123]), LinkType.ipv4);
  expect(nodesOf(dissection, 'ntp.org').map(nodeText)).toEqual(['NULL']);
  expect(nodesOf(dissection, 'ntp.xmt').map(nodeText)).toEqual(['Nov 16, 2023 02:42:08.000000000 UTC']);
});
