import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';
import { ipv4Packet } from './testing/ip-packets';

const raw = LinkType.ipv4;
const header = '0b80 4000 00016f0a 6db01882';
const read = (chunks: string) => dissectBytes(ipv4Packet(132, hexBytes(header + chunks)), raw);
const data = '00 03 0015 00000064 0001 0002 00000000 6162636465 000000';

describe('SCTP (RFC 9260 §3)', () => {
  it.each([
    ['sctp.srcport', 2944],
    ['sctp.dstport', 16_384],
    ['sctp.verification_tag', 0x00016f0a],
    ['sctp.checksum', 0x6db01882],
    ['sctp.chunk_type', 0],
    ['sctp.chunk_length', 21],
    ['sctp.data_tsn_raw', 100],
    ['sctp.data_sid', 1],
    ['sctp.data_ssn', 2],
    ['sctp.data_payload_proto_id', 0],
    ['sctp.chunk_padding', '000000'],
    ['data.data', '6162636465'],
  ])('reads %s of a DATA chunk', (name, value) => {
    expect(firstValue(read(data), name)).toBe(value);
  });

  it('shows a part of a message as data', () => {
    expect(firstValue(read('00 02 0014 00000064 0001 0002 00000007 61626364'), 'data.data')).toBe('61626364');
  });

  it('reads chunks one behind the other', () => {
    const both = read(`03 00 0010 00000063 0000ffff 0000 0000 ${data}`);
    expect(valuesOf(both, 'sctp.chunk_type')).toEqual([3, 0]);
    expect(both.info).toBe('2944 → 16384 SACK TSN=99 Win=65535, DATA TSN=100 Stream=1 Len=5');
  });

  it('reads gap blocks and duplicates of a SACK', () => {
    const dissection = read('03 00 0018 00000064 00001000 0001 0001 0002 0003 00000063');
    expect(valuesOf(dissection, 'sctp.sack_gap_block_start_tsn')).toEqual([102]);
    expect(valuesOf(dissection, 'sctp.sack_gap_block_end_tsn')).toEqual([103]);
    expect(valuesOf(dissection, 'sctp.sack_duplicate_tsn')).toEqual([99]);
  });

  it('reads INIT with its parameters', () => {
    const dissection = read('01 00 001c 00000001 00010000 000a 0005 00000007 0005 0008 0a000001');
    expect(firstValue(dissection, 'sctp.init_initial_tsn')).toBe(7);
    expect(firstValue(dissection, 'sctp.parameter_ipv4_address')).toBe('10.0.0.1');
  });

  it.each([
    ['a chunk shorter than its header', '00 03 0003 00000000'],
    ['a chunk longer than the packet', '03 00 ffff 00000063 00000000 0000 0000'],
    ['a parameter of length 0', '04 00 0008 0001 0000'],
  ])('takes %s for a fault', (_, chunks) => {
    expect(read(chunks).faults).toMatchObject([{ protocol: 'sctp', kind: 'malformed' }]);
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(ipv4Packet(132, hexBytes(header + data)), raw)).toBeGreaterThan(40);
  });
});

describe('DCCP (RFC 4340 §5.1)', () => {
  const request = ipv4Packet(33, hexBytes('cdbb 1389 05 00 0000 01 00 0007b8c4c0c0 0000002a'));

  it('reads the header of a request', () => {
    const dissection = dissectBytes(request, raw);
    expect(firstValue(dissection, 'dccp.type')).toBe(0);
    expect(firstValue(dissection, 'dccp.x')).toBe(true);
    expect(firstValue(dissection, 'dccp.seq_raw')).toBe(0x0007b8c4c0c0n);
    expect(firstValue(dissection, 'dccp.service_code')).toBe(42);
    expect(dissection.info).toBe('52667 → 5001 [Request] Seq=33164673216');
  });

  it('takes a data offset inside the header for a fault', () => {
    const bad = request.slice();
    bad[24] = 2;
    expect(dissectBytes(bad, raw).faults).toMatchObject([{ protocol: 'dccp', kind: 'malformed' }]);
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(request, raw)).toBeGreaterThan(30);
  });
});
