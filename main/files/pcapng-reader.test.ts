import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ByteOrder,
  block,
  concat,
  counting,
  endOfOptions,
  enhancedPacket,
  fields,
  interfaceDescription,
  option,
  padded,
  sectionHeader,
  text,
} from './capture-bytes';
import { CUSTOM_BLOCK_LINK_TYPE, JOURNAL_LINK_TYPE } from './capture-interface';
import { makeFolder, readCapture } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const read = (...parts: Uint8Array[]) => readCapture(folder.file('a', concat(...parts)));
const data = counting(61);
const start = concat(sectionHeader(), interfaceDescription());

describe.each<ByteOrder>(['little', 'big'])('%s-endian', (order) => {
  const begin = concat(sectionHeader(order), interfaceDescription(order));

  test('enhanced packet with comments and flags', async () => {
    const comments = [option(1, text('first'), order), option(1, text('zweiter – Kommentar'), order)];
    const options = concat(...comments, option(2, fields(order, [4, 0x12]), order), endOfOptions(order));
    const { packets, warnings } = await read(begin, enhancedPacket(data, { order, original: 1500, options }));
    expect(warnings).toEqual([]);
    expect(packets).toMatchObject([
      {
        data,
        originalLength: 1500,
        interface: 0,
        hasTime: true,
        seconds: 1_700_000_000,
        nanoseconds: 123_456_000,
        comments: ['first', 'zweiter – Kommentar'],
        flags: 0x12,
        fileOffset: 28 + 20 + 28,
      },
    ]);
  });

  test('simple packet: no time, cut by the snap length, always the first interface', async () => {
    const interfaces = concat(interfaceDescription(order, 101, 20), interfaceDescription(order, 1));
    const simple = block(3, concat(fields(order, [4, 61]), data.subarray(0, 20)), order);
    const { packets } = await read(sectionHeader(order), interfaces, simple);
    expect(packets).toMatchObject([
      { hasTime: false, capturedLength: 20, originalLength: 61, interface: 0, seconds: 0 },
    ]);
    expect(packets[0]!.data).toEqual(data.subarray(0, 20));
  });

  test('obsolete packet block: 16-bit interface, then drops', async () => {
    const fixed = fields(order, [2, 0], [2, 7], [4, 0], [4, 5_000_000], [4, 61], [4, 99]);
    const { packets } = await read(begin, block(2, concat(fixed, padded(data)), order));
    expect(packets).toMatchObject([{ data, seconds: 5, nanoseconds: 0, originalLength: 99, interface: 0 }]);
  });

  test('interface options', async () => {
    const options = concat(
      option(1, text('uplink'), order),
      option(2, text('eth0'), order),
      option(3, text('the first card\0'), order),
      option(4, Uint8Array.of(192, 0, 2, 1, 255, 255, 255, 0), order),
      option(5, Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 64), order),
      option(6, Uint8Array.of(2, 0, 0, 0, 0, 1), order),
      option(8, fields(order, [8, 1_000_000_000n]), order),
      option(9, Uint8Array.of(9), order),
      option(11, text('\0tcp port 80'), order),
      option(12, text('Linux 6.1'), order),
      option(13, Uint8Array.of(4), order),
      option(14, fields(order, [8, -3600n]), order),
      option(15, text('a card'), order),
      endOfOptions(order),
    );
    const packet = enhancedPacket(data, { order, ticks: 1_700_000_000_123_456_789n });
    const { packets, capture } = await read(sectionHeader(order), interfaceDescription(order, 1, 96, options), packet);
    expect(packets).toMatchObject([{ seconds: 1_699_996_400, nanoseconds: 123_456_789 }]);
    expect(capture.interfaces).toEqual([
      {
        index: 0,
        section: 0,
        linkType: 1,
        snapLength: 96,
        name: 'eth0',
        description: 'the first card',
        filter: 'tcp port 80',
        operatingSystem: 'Linux 6.1',
        hardware: 'a card',
        ticksPerSecond: 1e9,
        timestampResolution: 9,
        offsetSeconds: -3600,
        ipv4Addresses: ['192.0.2.1/255.255.255.0'],
        ipv6Addresses: ['2001:db8:0:0:0:0:0:1/64'],
        macAddress: '02:00:00:00:00:01',
        euiAddress: null,
        speed: 1e9,
        frameCheckLength: 4,
        comments: ['uplink'],
        statistics: null,
      },
    ]);
  });

  test('interface statistics', async () => {
    const time = (seconds: bigint) => {
      const ticks = seconds * 1_000_000n;
      return fields(order, [4, ticks >> 32n], [4, ticks & 0xffffffffn]);
    };
    const counts = [4, 5, 6, 7, 8].map((code) => option(code, fields(order, [8, BigInt(code) * 100n]), order));
    const options = concat(option(2, time(1_700_000_000n), order), option(3, time(1_700_000_060n), order), ...counts);
    const statistics = block(
      5,
      concat(fields(order, [4, 0]), time(1_700_000_060n), options, endOfOptions(order)),
      order,
    );
    const { capture } = await read(begin, statistics);
    expect(capture.interfaces[0]!.statistics).toEqual({
      time: { seconds: 1_700_000_060, nanoseconds: 0 },
      startTime: { seconds: 1_700_000_000, nanoseconds: 0 },
      endTime: { seconds: 1_700_000_060, nanoseconds: 0 },
      received: 400,
      droppedByInterface: 500,
      acceptedByFilter: 600,
      droppedByOperatingSystem: 700,
      delivered: 800,
      comments: [],
    });
  });

  test('names, secrets and what a section says of itself', async () => {
    const about = [2, 3, 4].map((code) => option(code, text(`about ${code}`), order));
    const section = concat(option(1, text('a day at work'), order), ...about, endOfOptions(order));
    const name = option(1, concat(Uint8Array.of(192, 0, 2, 1), text('one.example\0uno.example\0')), order);
    const keys = text('CLIENT_RANDOM 00 11\n');
    const { capture } = await read(
      sectionHeader(order, section),
      block(4, concat(name, endOfOptions(order)), order),
      block(10, concat(fields(order, [4, 0x544c534b], [4, keys.length]), padded(keys)), order),
    );
    expect(capture.sections).toMatchObject([
      { hardware: 'about 2', operatingSystem: 'about 3', application: 'about 4', comments: ['a day at work'] },
    ]);
    expect(capture.nameResolutions).toEqual([
      { section: 0, kind: 'ipv4', address: Uint8Array.of(192, 0, 2, 1), names: ['one.example', 'uno.example'] },
    ]);
    expect(capture.decryptionSecrets).toEqual([{ section: 0, type: 0x544c534b, bytes: keys, comments: [] }]);
  });
});

test('sections of different byte orders each count their interfaces from 0', async () => {
  const { packets, capture } = await read(
    sectionHeader('little'),
    interfaceDescription('little', 1),
    interfaceDescription('little', 101),
    enhancedPacket(data, { interface: 1 }),
    sectionHeader('big'),
    interfaceDescription('big', 113),
    enhancedPacket(data, { order: 'big', interface: 0 }),
  );
  expect(packets.map((packet) => packet.interface)).toEqual([1, 2]);
  expect(capture.interfaces.map(({ linkType, section }) => [linkType, section])).toEqual([
    [1, 0],
    [101, 0],
    [113, 1],
  ]);
  expect(capture.sections.map((section) => section.littleEndian)).toEqual([true, false]);
});

test('version 1.2 is read as 1.0, and no other', async () => {
  const withVersion = (minor: number) =>
    concat(sectionHeader('little', new Uint8Array(0), 1, minor), interfaceDescription());
  expect((await read(withVersion(2), enhancedPacket(data))).packets).toHaveLength(1);
  const other = await read(start, enhancedPacket(data), withVersion(5), enhancedPacket(data));
  expect(other.packets).toHaveLength(1);
  expect(other.warnings).toMatchObject([{ severity: 'broken', found: 'version 1.5' }]);
});

test('unknown blocks are passed over, however long', async () => {
  const { packets, warnings } = await read(start, block(0x99, counting(6_000_000)), enhancedPacket(data));
  expect(packets).toMatchObject([{ data, fileOffset: 48 + 6_000_012 + 28 }]);
  expect(warnings).toEqual([]);
});

test('custom and journal blocks are numbered as frames of an interface of their own', async () => {
  const journal = text('__CURSOR=x\n__REALTIME_TIMESTAMP=1700000000000007\nMESSAGE=up\n');
  const { packets, capture } = await read(
    start,
    block(0xbad, concat(fields('little', [4, 32473]), text('abcd'))),
    enhancedPacket(data),
    block(9, padded(journal)),
    interfaceDescription('little', 101),
    enhancedPacket(data, { interface: 1 }),
    block(0x40000bad, fields('little', [4, 32473])),
  );
  const linkTypes = packets.map((packet) => capture.interfaces[packet.interface]!.linkType);
  expect(linkTypes).toEqual([CUSTOM_BLOCK_LINK_TYPE, 1, JOURNAL_LINK_TYPE, 101, CUSTOM_BLOCK_LINK_TYPE]);
  expect(packets[0]).toMatchObject({ data: text('abcd'), hasTime: false });
  expect(packets[2]).toMatchObject({ data: journal, hasTime: true, seconds: 1_700_000_000, nanoseconds: 7000 });
  expect(capture.customBlocks).toMatchObject([
    { enterprise: 32473, mayBeCopied: true, length: 4 },
    { enterprise: 32473, mayBeCopied: false, length: 0 },
  ]);
});

describe('options that lie', () => {
  test('one longer than its block is left out and the packet kept', async () => {
    const options = concat(fields('little', [2, 1], [2, 500]), text('abcd'));
    const { packets, warnings } = await read(start, enhancedPacket(data, { options }), enhancedPacket(data));
    expect(packets.map((packet) => packet.comments)).toEqual([null, null]);
    expect(warnings).toMatchObject([{ severity: 'odd', offset: 48 + 28 + 64, expected: 'option 1 of 500 bytes' }]);
  });

  test('statistics of an interface that is not there are passed over', async () => {
    const { packets, warnings } = await read(start, block(5, fields('little', [4, 7], [8, 0])), enhancedPacket(data));
    expect(packets).toHaveLength(1);
    expect(warnings).toMatchObject([{ severity: 'odd' }]);
  });
});

describe('a record larger than the window', () => {
  test('is read whole', async () => {
    const long = counting(20_000_000);
    const { packets } = await read(start, enhancedPacket(data), enhancedPacket(long), enhancedPacket(data));
    expect(packets.map((packet) => packet.capturedLength)).toEqual([61, 20_000_000, 61]);
    expect(Buffer.compare(packets[1]!.data, long)).toBe(0);
    expect(packets[2]!.data).toEqual(data);
  });

  test('is not believed above 256 MiB', async () => {
    const { warnings } = await read(start, fields('little', [4, 6], [4, 300_000_000]), counting(100));
    expect(warnings).toMatchObject([{ severity: 'broken', found: '300000000' }]);
  });
});
