import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, counting, fields, type PcapHeader, type PcapRecord, pcapHeader, pcapRecord } from './capture-bytes';
import { makeFolder, readCapture } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const first = counting(60);
const second = counting(75, 100);

function twoPackets(header: PcapHeader, record: PcapRecord): Uint8Array {
  return concat(
    pcapHeader(header),
    pcapRecord(first, { ...record, seconds: 1_700_000_000, fraction: 123_456 }),
    pcapRecord(second, { ...record, seconds: 1_700_000_001, fraction: 999_999, original: 1500 }),
  );
}

describe('every variant gives the same two packets', () => {
  const variants: [name: string, header: PcapHeader, record: PcapRecord, nanoseconds: [number, number]][] = [
    ['pcap, microseconds, little-endian', {}, {}, [123_456_000, 999_999_000]],
    ['pcap, microseconds, big-endian', { order: 'big' }, { order: 'big' }, [123_456_000, 999_999_000]],
    ['pcap, nanoseconds, little-endian', { magic: 0xa1b23c4d }, {}, [123_456, 999_999]],
    ['pcap, nanoseconds, big-endian', { magic: 0xa1b23c4d, order: 'big' }, { order: 'big' }, [123_456, 999_999]],
    [
      'pcap, modified (Kuznetzov), microseconds, little-endian',
      { magic: 0xa1b2cd34 },
      { extra: 8 },
      [123_456_000, 999_999_000],
    ],
    [
      'pcap, modified (Kuznetzov), microseconds, big-endian',
      { magic: 0xa1b2cd34, order: 'big' },
      { extra: 8, order: 'big' },
      [123_456_000, 999_999_000],
    ],
    ['pcap, SuSE 6.3, microseconds, little-endian', { magic: 0xa1b2cd34 }, { extra: 12 }, [123_456_000, 999_999_000]],
    ['pcap, Red Hat 6.1, microseconds, little-endian', {}, { extra: 8 }, [123_456_000, 999_999_000]],
    ['pcap, Nokia, microseconds, little-endian', {}, { extra: 4 }, [123_456_000, 999_999_000]],
  ];
  test.each(variants)('%s', async (name, header, record, nanoseconds) => {
    const { packets, warnings, capture } = await readCapture(folder.file('a', twoPackets(header, record)));
    expect(capture.variant).toBe(name);
    expect(warnings).toEqual([]);
    expect(packets.map((packet) => packet.data)).toEqual([first, second]);
    expect(packets.map((packet) => [packet.capturedLength, packet.originalLength])).toEqual([
      [60, 60],
      [75, 1500],
    ]);
    expect(packets.map((packet) => packet.seconds)).toEqual([1_700_000_000, 1_700_000_001]);
    expect(packets.map((packet) => packet.nanoseconds)).toEqual(nanoseconds);
    expect(packets.map((packet) => packet.fileOffset)).toEqual([
      24 + 16 + (record.extra ?? 0),
      24 + 2 * (16 + (record.extra ?? 0)) + 60,
    ]);
  });

  test('Ixia, with the length of all records after the header', async () => {
    const header = concat(pcapHeader({ magic: 0x1c0001ac }), fields('little', [4, 76]));
    const { packets } = await readCapture(folder.file('a', concat(header, pcapRecord(first))));
    expect(packets.map((packet) => [packet.data, packet.fileOffset])).toEqual([[first, 44]]);
  });

  test('AIX, with nanoseconds, interface types and lengths swapped', async () => {
    const record = pcapRecord(first, { captured: 1500, original: 60, fraction: 123_456_789 });
    const bytes = concat(pcapHeader({ order: 'little', minor: 2, linkType: 6 }), record);
    const { packets, capture } = await readCapture(folder.file('a', bytes));
    expect(capture.interfaces[0]!.linkType).toBe(1);
    expect(packets).toMatchObject([{ nanoseconds: 123_456_789, originalLength: 1500, data: first }]);
  });
});

describe('lengths', () => {
  test('versions before 2.3 put the original length first', async () => {
    const bytes = concat(pcapHeader({ minor: 2 }), pcapRecord(first, { captured: 1500, original: 60 }));
    expect((await readCapture(folder.file('a', bytes))).packets).toMatchObject([{ data: first, originalLength: 1500 }]);
  });

  test('version 2.3 is swapped where the captured length would exceed the original', async () => {
    const bytes = concat(
      pcapHeader({ minor: 3 }),
      pcapRecord(first, { captured: 1500, original: 60 }),
      pcapRecord(second),
    );
    const { packets } = await readCapture(folder.file('a', bytes));
    expect(packets.map((packet) => packet.originalLength)).toEqual([1500, 75]);
  });

  test('a captured length above the original is taken as it stands', async () => {
    const bytes = concat(pcapHeader(), pcapRecord(first, { original: 10 }), pcapRecord(second));
    const { packets, warnings } = await readCapture(folder.file('a', bytes));
    expect(packets.map((packet) => [packet.capturedLength, packet.originalLength])).toEqual([
      [60, 10],
      [75, 75],
    ]);
    expect(warnings).toEqual([]);
  });

  test('a snap length of 0 limits nothing', async () => {
    const bytes = concat(pcapHeader({ snapLength: 0 }), pcapRecord(first));
    expect((await readCapture(folder.file('a', bytes))).packets).toHaveLength(1);
  });

  test('a packet above 256 KiB is believed when the snap length allows it', async () => {
    const long = counting(300_000);
    const records = [pcapRecord(first), pcapRecord(long), pcapRecord(second)];
    const refused = await readCapture(folder.file('a', concat(pcapHeader(), ...records)));
    expect(refused.packets).toHaveLength(1);
    expect(refused.warnings).toMatchObject([{ severity: 'broken', offset: 24 + 76, found: 'a length of 300000' }]);
    const believed = await readCapture(folder.file('a', concat(pcapHeader({ snapLength: 500_000 }), ...records)));
    expect(believed.packets.map((packet) => packet.data)).toEqual([first, long, second]);
    const usb = await readCapture(folder.file('a', concat(pcapHeader({ linkType: 249 }), ...records)));
    expect(usb.packets).toHaveLength(3);
  });
});

describe('the header', () => {
  test('bits above the link type are not part of it', async () => {
    const { capture } = await readCapture(folder.file('a', pcapHeader({ linkType: 0x24000001 })));
    expect(capture.interfaces).toMatchObject([{ linkType: 1, frameCheckLength: 4 }]);
  });

  test('a file of nothing but a header has no packets and no faults', async () => {
    const { packets, warnings } = await readCapture(folder.file('a', pcapHeader()));
    expect([packets, warnings]).toEqual([[], []]);
  });

  test('time going backwards is kept as written', async () => {
    const records = [pcapRecord(first, { seconds: 2000 }), pcapRecord(first, { seconds: 1000 })];
    const { packets, warnings } = await readCapture(folder.file('a', concat(pcapHeader(), ...records)));
    expect(packets.map((packet) => packet.seconds)).toEqual([2000, 1000]);
    expect(warnings).toEqual([]);
  });

  test('a fraction above a second carries over, and does not make the file another variant', async () => {
    const records = [pcapRecord(first), pcapRecord(second, { seconds: 10, fraction: 2_000_001 }), pcapRecord(first)];
    const { packets, capture } = await readCapture(folder.file('a', concat(pcapHeader(), ...records)));
    expect(capture.variant).toBe('pcap, microseconds, little-endian');
    expect([packets[1]!.seconds, packets[1]!.nanoseconds]).toEqual([12, 1000]);
  });
});
