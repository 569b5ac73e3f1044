import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaptureInterface, plainInterface } from './capture-interface';
import { CaptureOutput } from './capture-output';
import { type CaptureWriter, PcapWriter } from './capture-writer';
import { PcapngWriter } from './pcapng-writer';
import { makeFolder, readCapture } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const section = { hardware: null, operatingSystem: null, application: 'Wirestate', comments: [] };

const interfaces: CaptureInterface[] = [
  { ...plainInterface(0, 0, 1), name: 'eth0' },
  { ...plainInterface(1, 0, 101), name: 'tun0', timestampResolution: 9, ticksPerSecond: 1e9 },
];

function write(path: string, run: (output: CaptureOutput) => CaptureWriter): void {
  const descriptor = openSync(path, 'w');
  run(new CaptureOutput(descriptor)).finish();
  closeSync(descriptor);
}

const packet = fc.record({
  interface: fc.nat({ max: 1 }),
  data: fc.uint8Array({ maxLength: 200 }),
  more: fc.nat({ max: 70_000 }),
  seconds: fc.nat({ max: 2 ** 32 - 1 }),
  microseconds: fc.nat({ max: 999_999 }),
  hasTime: fc.boolean(),
  comments: fc.option(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }).map(withoutFinalNul), { minLength: 1 })),
  flags: fc.nat(),
});

/** A text option that ends in NUL is read without it. */
function withoutFinalNul(value: string): string {
  return `${value}.`;
}

describe('write then read', () => {
  test('pcapng: the same packets', async () => {
    const path = join(folder.path, 'a');
    await fc.assert(
      fc.asyncProperty(fc.array(packet), async (list) => {
        write(path, (output) => {
          const writer = new PcapngWriter(output, { section, interfaces });
          for (const { data, more, microseconds, ...rest } of list) {
            writer.writePacket(
              { ...rest, hasTime: true, originalLength: data.length + more, nanoseconds: microseconds * 1000 },
              data,
            );
          }
          return writer;
        });
        const { packets, warnings, capture } = await readCapture(path);
        expect(warnings).toEqual([]);
        expect(capture.interfaces.map((one) => one.name)).toEqual(['eth0', 'tun0']);
        expect(packets.map(({ fileOffset, capturedLength, ...rest }) => rest)).toEqual(
          list.map(({ data, more, microseconds, ...rest }) => ({
            ...rest,
            data,
            originalLength: data.length + more,
            nanoseconds: microseconds * 1000,
            hasTime: true,
          })),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('pcap: the same packets, without comments', async () => {
    const path = join(folder.path, 'a');
    await fc.assert(
      fc.asyncProperty(fc.array(packet), async (list) => {
        write(path, (output) => {
          const writer = new PcapWriter(output, interfaces, 'micro');
          for (const { data, more, microseconds, seconds } of list) {
            const originalLength = data.length + more;
            writer.writePacket({ interface: 0, originalLength, seconds, nanoseconds: microseconds * 1000 }, data);
          }
          return writer;
        });
        const { packets, warnings } = await readCapture(path);
        expect(warnings).toEqual([]);
        expect(packets.map((one) => [one.data, one.originalLength, one.seconds, one.nanoseconds])).toEqual(
          list.map((one) => [one.data, one.data.length + one.more, one.seconds, one.microseconds * 1000]),
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('blocks longer than the buffer, and a comment longer than an option may be', async () => {
  const path = join(folder.path, 'a');
  const long = new Uint8Array(3_000_000).fill(7);
  const comment = 'ü'.repeat(40_000);
  write(path, (output) => {
    const writer = new PcapngWriter(output, { section, interfaces });
    for (const data of [long, long.subarray(0, 1), long.subarray(0, 1_048_500)]) {
      const comments = [comment, comment];
      writer.writePacket({ interface: 0, originalLength: data.length, seconds: 1, nanoseconds: 0, comments }, data);
    }
    return writer;
  });
  const { packets, warnings } = await readCapture(path);
  expect(warnings).toEqual([]);
  expect(packets.map((one) => one.capturedLength)).toEqual([3_000_000, 1, 1_048_500]);
  for (const one of packets) expect(one.comments).toEqual(Array(2).fill('ü'.repeat(32_767)));
});

test.skipIf(process.platform !== 'linux')('a full disk is told when the buffer goes to the file', () => {
  const descriptor = openSync('/dev/full', 'w');
  const output = new CaptureOutput(descriptor);
  output.append(new Uint8Array(1000));
  expect(() => output.flush()).toThrow('ENOSPC');
  closeSync(descriptor);
});
