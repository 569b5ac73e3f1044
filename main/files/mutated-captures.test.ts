import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
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
import { CaptureOpenError, openCapture } from './open-capture';
import { makeFolder, readPackets } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const options = concat(option(1, text('seen')), option(2, text('eth0')), option(9, Uint8Array.of(9)), endOfOptions());
const pcap = concat(pcapHeader(), ...[1, 60, 7, 200].map((length) => pcapRecord(counting(length))));
const pcapng = concat(
  sectionHeader('little', options),
  interfaceDescription('little', 1, 0, options),
  enhancedPacket(counting(30), { options }),
  block(3, concat(fields('little', [4, 12]), counting(12))),
  block(2, concat(fields('little', [2, 0], [2, 0], [8, 1], [4, 24], [4, 24]), counting(24), options)),
  block(4, concat(option(1, concat(Uint8Array.of(10, 0, 0, 1), text('a\0'))), endOfOptions())),
  block(5, concat(fields('little', [4, 0], [8, 0]), option(4, counting(8)), endOfOptions())),
  block(10, concat(fields('little', [4, 1], [4, 8]), counting(8))),
  block(9, text('__REALTIME_TIMESTAMP=17\n')),
  block(0xbad, concat(fields('little', [4, 1]), counting(8))),
  sectionHeader('big'),
  interfaceDescription('big', 101),
  enhancedPacket(counting(30), { order: 'big' }),
);

const mutation = fc.record({
  at: fc.nat({ max: 2000 }),
  value: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 1, 0xff)),
});

describe.each<[name: string, bytes: Uint8Array]>([
  ['pcap', pcap],
  ['pcapng', pcapng],
  ['gzip', gzipSync(pcapng)],
])('%s, changed at random', (_name, whole) => {
  test('neither throws anything unforeseen nor hangs, and every packet lies within the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 60 }),
        async (changes, cut) => {
          const bytes = whole.slice(0, whole.length - cut);
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          const capture = await openCapture(folder.file('mutated', bytes)).catch((error: unknown) => {
            expect(error).toBeInstanceOf(CaptureOpenError);
            return null;
          });
          if (!capture) return;
          for (const packet of await readPackets(capture)) {
            expect(capture.readAt(packet.fileOffset, packet.capturedLength)).toEqual(packet.data);
            expect(capture.interfaces[packet.interface]).toBeDefined();
            expect(packet.nanoseconds).toBeGreaterThanOrEqual(0);
            expect(packet.nanoseconds).toBeLessThan(1_000_000_000);
          }
          await capture.close();
        },
      ),
      { numRuns: 400 },
    );
  });
});
