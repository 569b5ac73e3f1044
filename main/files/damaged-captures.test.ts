import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  block,
  concat,
  counting,
  endOfOptions,
  enhancedPacket,
  fields,
  interfaceDescription,
  option,
  pcapHeader,
  pcapRecord,
  sectionHeader,
  text,
} from './capture-bytes';
import { CaptureOpenError } from './capture-fault';
import { makeFolder, readCapture } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const data = counting(21);

/** A file in parts; a packet is whole once the bytes up to and with its part are there. */
interface Sample {
  readonly name: string;
  readonly headerLength: number;
  readonly parts: readonly { readonly bytes: Uint8Array; readonly isPacket: boolean }[];
}

const packet = (bytes: Uint8Array) => ({ bytes, isPacket: true });
const other = (bytes: Uint8Array) => ({ bytes, isPacket: false });
const comment = concat(option(1, text('seen')), endOfOptions());

const samples: Sample[] = [
  {
    name: 'pcap',
    headerLength: 24,
    parts: [other(pcapHeader()), packet(pcapRecord(data)), packet(pcapRecord(counting(60)))],
  },
  {
    name: 'pcap, big-endian, nanoseconds',
    headerLength: 24,
    parts: [other(pcapHeader({ order: 'big', magic: 0xa1b23c4d })), packet(pcapRecord(data, { order: 'big' }))],
  },
  {
    name: 'pcapng with every kind of packet',
    headerLength: 28,
    parts: [
      other(sectionHeader()),
      other(interfaceDescription('little', 1, 0, concat(option(2, text('eth0')), endOfOptions()))),
      packet(enhancedPacket(data, { options: comment })),
      packet(block(3, concat(fields('little', [4, 24]), counting(24)))),
      packet(block(2, concat(fields('little', [2, 0], [2, 0], [8, 1], [4, 24], [4, 24]), counting(24)))),
      other(block(5, fields('little', [4, 0], [8, 0]))),
      packet(enhancedPacket(data)),
    ],
  },
];

describe.each(samples)('$name, cut at every byte', ({ headerLength, parts }) => {
  const whole = concat(...parts.map((part) => part.bytes));

  test('packets before the cut are there, and the cut is told', async () => {
    for (let length = 1; length < whole.length; length++) {
      const path = folder.file('cut', whole.subarray(0, length));
      if (length < headerLength) {
        await expect(readCapture(path), `cut at ${length}`).rejects.toThrow(CaptureOpenError);
        continue;
      }
      const { packets, warnings } = await readCapture(path);
      let end = 0;
      let expected = 0;
      let isBetween = false;
      for (const part of parts) {
        end += part.bytes.length;
        if (end <= length && part.isPacket) expected++;
        if (end === length) isBetween = true;
      }
      expect(packets.length, `cut at ${length}`).toBe(expected);
      expect(warnings.length, `cut at ${length}`).toBe(isBetween ? 0 : 1);
      if (!isBetween) {
        expect(warnings[0]!.severity).toBe('cut');
        expect(warnings[0]!.message).toContain(`byte ${warnings[0]!.offset}`);
      }
    }
  });
});

describe('pcap lengths that lie', () => {
  test.each([2 ** 32 - 1, 2 ** 31, 262_145])(
    'captured length %d stops reading, with what came before',
    async (captured) => {
      const bytes = concat(pcapHeader(), pcapRecord(data), pcapRecord(data, { captured }), pcapRecord(data));
      const { packets, warnings } = await readCapture(folder.file('a', bytes));
      expect(packets).toHaveLength(1);
      expect(warnings).toMatchObject([{ severity: 'broken', offset: 24 + 16 + 21, found: `a length of ${captured}` }]);
    },
  );

  test('a captured length of 0 is an empty packet', async () => {
    const bytes = concat(pcapHeader(), pcapRecord(new Uint8Array(0), { original: 60 }), pcapRecord(data));
    const { packets, warnings } = await readCapture(folder.file('a', bytes));
    expect(packets.map((packet) => packet.capturedLength)).toEqual([0, 21]);
    expect(warnings).toEqual([]);
  });
});

describe('pcapng lengths that lie', () => {
  const start = concat(sectionHeader(), interfaceDescription(), enhancedPacket(data));

  // tshark 4.0 lists the one packet before the fault for every one of these.
  test.each<[name: string, bytes: Uint8Array, at: number]>([
    ['block length 0', fields('little', [4, 6], [4, 0], [4, 0]), 4],
    ['block length 3', fields('little', [4, 6], [4, 3], [4, 3]), 4],
    ['block length 11', fields('little', [4, 6], [4, 11], [4, 11]), 4],
    ['block length 2^32-1', fields('little', [4, 6], [4, 2 ** 32 - 1], [4, 0]), 4],
    ['an unlike length at the end', concat(fields('little', [4, 0x99], [4, 16], [4, 0], [4, 20])), 12],
    ['captured length above the block', enhancedPacket(data, { captured: 25 }), 20],
    ['captured length 2^32-1', enhancedPacket(data, { captured: 2 ** 32 - 1 }), 20],
    ['an interface that is not there', enhancedPacket(data, { interface: 1 }), 8],
    ['an enhanced packet block too short', block(6, fields('little', [8, 0])), 8],
    ['an obsolete packet block too short', block(2, fields('little', [8, 0])), 8],
    ['a simple packet block too short', block(3, new Uint8Array(0)), 8],
    ['a simple packet longer than its block', block(3, fields('little', [4, 100], [8, 0])), 8],
    ['an interface description too short', block(1, fields('little', [4, 1])), 8],
    ['statistics too short', block(5, fields('little', [4, 0])), 8],
    ['secrets too short', block(10, fields('little', [4, 0])), 8],
    ['secrets longer than their block', block(10, fields('little', [4, 0], [4, 9], [8, 0])), 12],
    ['a section header with a wrong magic', block(0x0a0d0d0a, fields('little', [4, 0x11111111], [4, 1], [8, -1n])), 8],
    ['a section header too short', block(0x0a0d0d0a, fields('little', [4, 0x1a2b3c4d], [4, 1])), 8],
  ])('%s', async (_name, bytes, at) => {
    const { packets, warnings } = await readCapture(folder.file('a', concat(start, bytes, enhancedPacket(data))));
    expect(packets).toHaveLength(1);
    expect(warnings).toMatchObject([{ severity: 'broken', offset: start.length + at }]);
  });

  test('a packet before any interface', async () => {
    const { packets, warnings } = await readCapture(folder.file('a', concat(sectionHeader(), enhancedPacket(data))));
    expect(packets).toEqual([]);
    expect(warnings).toMatchObject([{ expected: 'one of the 0 interfaces of the section', found: 'number 0' }]);
  });
});

test('a block that claims 200 MB in a short file is a cut, told at once', async () => {
  const bytes = concat(
    sectionHeader(),
    interfaceDescription(),
    fields('little', [4, 6], [4, 200_000_000]),
    counting(100),
  );
  const { warnings } = await readCapture(folder.file('a', bytes));
  expect(warnings).toMatchObject([{ severity: 'cut', offset: 48, found: 'only 108 bytes of it' }]);
});

test('a fault reads as one sentence with file, byte, what was expected and what was there', async () => {
  const path = folder.file('short.pcap', concat(pcapHeader(), pcapRecord(data).subarray(0, 30)));
  const { warnings } = await readCapture(path);
  expect(warnings.map((warning) => warning.message)).toEqual([
    `${path}, byte 24: expected a packet of 21 bytes, found only 14 bytes of it; packets before this point can be used.`,
  ]);
});
