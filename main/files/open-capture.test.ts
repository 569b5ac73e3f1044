import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, counting, enhancedPacket, fields, pcapHeader, sectionHeader, text } from './capture-bytes';
import { CaptureOpenError, openCapture } from './open-capture';
import { makeFolder } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

async function refusal(path: string): Promise<CaptureOpenError> {
  const error: unknown = await openCapture(path).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CaptureOpenError);
  return error as CaptureOpenError;
}

test('a directory', async () => {
  const error = await refusal(folder.path);
  expect(error.message).toBe(`${folder.path} cannot be opened: expected a file, found a directory; name a file in it.`);
});

test('a file that is not there', async () => {
  expect((await refusal(join(folder.path, 'nowhere'))).found).toBe('no such file');
  expect((await refusal(join(folder.file('plain', text('x')), 'below'))).found).toBe('no such file');
});

test.skipIf(process.platform === 'win32')('a device', async () => {
  expect((await refusal('/dev/null')).found).toBe('a device or pipe');
});

// Root may read everything, so that the test gives that up for as long as it takes.
test.skipIf(process.platform === 'win32')('a file without permission', async () => {
  const path = folder.file('secret', pcapHeader());
  chmodSync(path, 0o000);
  chmodSync(folder.path, 0o755);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    expect(await refusal(path)).toMatchObject({ found: 'no permission', remedy: 'ask its owner, or chmod it' });
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test('an empty file', async () => {
  expect(await refusal(folder.file('empty', new Uint8Array(0)))).toMatchObject({
    found: 'an empty file (0 bytes)',
    expected: 'a file header',
  });
});

test('a file cut inside its header', async () => {
  const pcap = await refusal(folder.file('a', pcapHeader().subarray(0, 23)));
  expect(pcap).toMatchObject({ expected: 'a pcap file header of 24 bytes', found: 'only 23 bytes', offset: 23 });
  const pcapng = await refusal(folder.file('a', sectionHeader().subarray(0, 27)));
  expect(pcapng).toMatchObject({ expected: 'a pcapng section header of 28 bytes', found: 'only 27 bytes', offset: 27 });
});

test('a pcapng file whose byte-order magic is wrong', async () => {
  const bytes = concat(fields('little', [4, 0x0a0d0d0a], [4, 28], [4, 0x12345678]), counting(100));
  expect(await refusal(folder.file('a', bytes))).toMatchObject({ offset: 8, found: '0x12345678' });
});

test('a pcap file of a version before 2', async () => {
  expect(await refusal(folder.file('a', pcapHeader({ major: 1, minor: 9 })))).toMatchObject({ found: 'version 1' });
});

describe('other formats are named', () => {
  test.each<[start: Uint8Array, name: string]>([
    [concat(text('snoop\0\0\0'), counting(40)), 'a Sun snoop capture'],
    [concat(text('btsnoop\0'), counting(40)), 'a btsnoop Bluetooth capture'],
    [concat(text('GMBU'), counting(40)), 'a Microsoft Network Monitor 2 capture'],
    [concat(Uint8Array.of(0x04, 0x22, 0x4d, 0x18), counting(40)), 'an LZ4-compressed file'],
    [concat(text('PK\x03\x04'), counting(40)), 'a ZIP archive'],
    // ERF: a 64-bit little-endian time, then type 2 (Ethernet), flags, record length 80, loss, wire length 60.
    [
      concat(fields('little', [4, 0], [4, 1_700_000_000]), fields('big', [1, 2], [1, 4], [2, 80], [2, 0], [2, 60])),
      'what looks like an Endace ERF capture',
    ],
    // The same, but what lies 80 bytes behind is no record.
    [
      concat(
        fields('little', [4, 0], [4, 1_700_000_000]),
        fields('big', [1, 2], [1, 4], [2, 80], [2, 0], [2, 60]),
        counting(100),
      ),
      'the bytes 00 00 00 00',
    ],
    [text('../../pcap/ookla.pcap'), 'text that begins "../../pcap/ookla.pcap"'],
    [concat(Uint8Array.of(0xde, 0xad, 0xbe, 0xef), counting(40)), 'the bytes de ad be ef'],
  ])('%#: $1', async (bytes, name) => {
    const error = await refusal(folder.file('a', bytes));
    expect(error.found).toBe(name);
    expect(error.message).toContain(error.remedy);
  });
});

test('a signal cancels opening', async () => {
  const path = folder.file('a', concat(pcapHeader(), enhancedPacket(counting(1))));
  await expect(openCapture(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
