import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, counting, fields, pcapHeader, pcapRecord } from './capture-bytes';
import { CaptureOpenError, openCapture } from './open-capture';
import { PacketRecord } from './packet-record';
import { makeFolder, readCapture, readPackets } from './read-everything';
import { mountSmallDisk } from './small-disk';
import { ZstdFrames } from './zstd-frames';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const records = Array.from({ length: 50 }, (_, index) => pcapRecord(counting(100 + index, index)));
const whole = concat(pcapHeader(), ...records);

/** A frame (RFC 8878 §3.1.1) of raw blocks, with a window of 1 KiB and no checksum. */
function zstdFrame(contents: Uint8Array, blockLength = 1000): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < contents.length || at === 0; at += blockLength) {
    const part = contents.subarray(at, at + blockLength);
    const header = (at + blockLength >= contents.length ? 1 : 0) | (part.length << 3);
    blocks.push(Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16), part);
  }
  return concat(fields('little', [4, 0xfd2fb528], [1, 0], [1, 0]), ...blocks);
}

/** A frame of `count` blocks that each repeat one byte 128 KiB times: three bytes of header and the byte. */
function zstdBomb(count: number): Uint8Array {
  const repeated = (isLast: boolean) => {
    const header = (isLast ? 1 : 0) | (1 << 1) | (131_072 << 3);
    return Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16, 0);
  };
  const windowOf128KiB = 7 << 3;
  const frame = fields('little', [4, 0xfd2fb528], [1, 0], [1, windowOf128KiB]);
  return concat(frame, ...Array.from({ length: count }, (_, index) => repeated(index === count - 1)));
}

describe('gzip', () => {
  test('is recognized by its contents, and any packet can be read again', async () => {
    const capture = await openCapture(folder.file('capture.txt', gzipSync(whole)));
    const packets = await readPackets(capture);
    expect(capture.compression).toBe('gzip');
    expect(capture.size).toBe(whole.length);
    expect(capture.warnings).toEqual([]);
    expect(packets.map((packet) => packet.data)).toEqual(records.map((record) => record.subarray(16)));
    for (const packet of packets.reverse()) {
      expect(capture.readAt(packet.fileOffset, packet.capturedLength)).toEqual(packet.data);
    }
    await capture.close();
  });

  test('several members are one stream', async () => {
    const members = concat(gzipSync(whole.subarray(0, 700)), gzipSync(whole.subarray(700)));
    expect((await readCapture(folder.file('a', members))).packets).toHaveLength(50);
  });

  test('a cut file gives what could be unpacked, and says so', async () => {
    // Bytes that do not compress, so that half the file is half the packets.
    const noise = Uint8Array.from({ length: 20_000 }, (_, index) => Math.imul(index * index, 2654435761) >>> 24);
    const packed = gzipSync(concat(pcapHeader(), ...records, pcapRecord(noise)));
    const { packets, warnings } = await readCapture(
      folder.file('a', packed.subarray(0, Math.floor(packed.length / 2))),
    );
    expect(packets).toHaveLength(50);
    expect(warnings).toMatchObject([{ severity: 'cut', found: 'the compressed file ends too early' }]);
  });

  test('a damaged file gives what came before the damage', async () => {
    const packed = concat(gzipSync(whole), gzipSync(concat(...records)));
    packed[packed.length - 6]! ^= 0xff; // within the second member's CRC-32 (RFC 1952 §2.3.1)
    const { packets, warnings } = await readCapture(folder.file('a', packed));
    expect(packets).toHaveLength(100);
    expect(warnings).toMatchObject([{ severity: 'cut' }]);
    expect(warnings[0]!.found).toContain('gzip data that cannot be unpacked');
  });

  test('what follows the last member is left alone', async () => {
    const { packets, warnings } = await readCapture(folder.file('a', concat(gzipSync(whole), counting(100_000))));
    expect(packets).toHaveLength(50);
    expect(warnings).toEqual([]);
  });

  test('nothing inside', async () => {
    await expect(openCapture(folder.file('a', gzipSync(new Uint8Array(0))))).rejects.toThrow(CaptureOpenError);
    await expect(openCapture(folder.file('a', gzipSync(whole).subarray(0, 12)))).rejects.toThrow('ends too early');
    await expect(openCapture(folder.file('a', gzipSync(gzipSync(whole))))).rejects.toThrow('the bytes 1f 8b');
  });

  test('nothing stays in the temporary directory', async () => {
    const temporary = makeFolder();
    const path = folder.file('a', gzipSync(whole));
    const capture = await openCapture(path, { temporaryDirectory: temporary.path });
    await readPackets(capture);
    if (process.platform !== 'win32') expect(readdirSync(temporary.path)).toEqual([]);
    await capture.close();
    expect(readdirSync(temporary.path)).toEqual([]);
    temporary.remove();
  });

  test('unpacking can be cancelled, and then closing does not wait', async () => {
    const controller = new AbortController();
    const big = concat(pcapHeader(), ...Array.from({ length: 300 }, () => pcapRecord(new Uint8Array(100_000))));
    const path = folder.file('a', gzipSync(big));
    const { signal } = controller;
    const capture = await openCapture(path, { signal, onSpoolProgress: () => controller.abort() }).catch(() => null);
    // Either opening itself was cancelled, or what follows ends early with a warning.
    if (!capture) return;
    const packets = await readPackets(capture);
    expect(packets.length).toBeLessThan(300);
    expect(capture.warnings[0]!.message).toContain('cancelled');
    await capture.close();
  });
});

describe('a temporary directory that cannot take the unpacked bytes', () => {
  const small = mountSmallDisk();
  afterAll(() => small?.unmount());
  test.skipIf(!small)('too little room (needs the right to mount a disk)', async () => {
    const path = folder.file('a', gzipSync(whole));
    const opening = openCapture(path, { temporaryDirectory: small!.path });
    await expect(opening).rejects.toThrow('no more room for the unpacked bytes in the temporary directory');
    expect(readdirSync(small!.path)).toEqual([]);
  });

  test('not there', async () => {
    const opening = openCapture(folder.file('a', gzipSync(whole)), {
      temporaryDirectory: join(folder.path, 'nowhere'),
    });
    await expect(opening).rejects.toThrow(CaptureOpenError);
  });
});

describe('zstd', () => {
  test('several frames, one of them to be skipped', async () => {
    const skippable = concat(fields('little', [4, 0x184d2a53], [4, 5]), counting(5));
    const packed = concat(skippable, zstdFrame(whole.subarray(0, 3000)), skippable, zstdFrame(whole.subarray(3000)));
    const { packets, warnings, capture } = await readCapture(folder.file('a', packed));
    expect(capture.compression).toBe('zstd');
    expect(warnings).toEqual([]);
    expect(packets.map((packet) => packet.data)).toEqual(records.map((record) => record.subarray(16)));
  });

  test('what the zstd program makes', async () => {
    // printf 'wirestate wirestate wirestate wirestate wirestate wirestate\n' | zstd -c | base64
    const packed = Buffer.from('KLUv/QRYjQAAWHdpcmVzdGF0ZSAKAQA2KkiV1CR7', 'base64');
    let unpacked = '';
    const frames = new ZstdFrames((data) => {
      unpacked += Buffer.from(data).toString();
    });
    for (const byte of packed) {
      frames.add(Uint8Array.of(byte));
      while (frames.step());
    }
    frames.finish();
    expect(unpacked).toBe(`${Array(6).fill('wirestate').join(' ')}\n`);
  });

  test('cut at every byte: never throws, and packets come in order', async () => {
    const packed = zstdFrame(concat(pcapHeader(), ...records.slice(0, 3)), 100);
    let before = 0;
    for (let length = 40; length < packed.length; length += 1) {
      const { packets, warnings } = await readCapture(folder.file('a', packed.subarray(0, length))).catch((error) => {
        expect(error).toBeInstanceOf(CaptureOpenError);
        return { packets: [], warnings: [null] };
      });
      expect(warnings).toHaveLength(1);
      expect(packets.length).toBeGreaterThanOrEqual(before);
      before = packets.length;
    }
    expect(before).toBe(2);
  });

  test('a window above 128 MiB is refused', async () => {
    const packed = concat(fields('little', [4, 0xfd2fb528], [1, 0], [1, 31 << 3]), counting(40));
    await expect(openCapture(folder.file('a', packed))).rejects.toThrow('above 128 MiB');
  });

  test('a small file that unpacks to much is unpacked in small steps', async () => {
    const steps: number[] = [];
    let written = 0;
    const blocks = 400;
    const path = folder.file('a', concat(zstdFrame(pcapHeader()), zstdBomb(blocks)));
    const capture = await openCapture(path, {
      onSpoolProgress: (progress) => {
        steps.push(progress.written - written);
        written = progress.written;
      },
    });
    const record = new PacketRecord();
    let count = 0;
    do while (capture.next(record)) count++;
    while ((await capture.fill()) === 'more');
    expect(written).toBe(24 + blocks * 131_072);
    expect(Math.max(...steps)).toBe(131_072);
    // All zero, so that every sixteen bytes are the header of an empty packet.
    expect(count).toBe((blocks * 131_072) / 16);
    await capture.close();
  });
});
