import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
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
  padded,
  pcapHeader,
  pcapRecord,
  sectionHeader,
  text,
} from './capture-bytes';
import { CaptureSaveError, exportPackets } from './export-capture';
import { openCapture } from './open-capture';
import { makeFolder, readCapture, readPackets } from './read-everything';
import { mountSmallDisk } from './small-disk';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const data = counting(61);
const simple = concat(pcapHeader(), pcapRecord(data), pcapRecord(counting(40), { original: 1500 }), pcapRecord(data));

function everything(): Uint8Array {
  const about = [2, 3, 4].map((code) => option(code, text(`about ${code}`)));
  const nanoseconds = concat(
    option(2, text('eth0')),
    option(4, Uint8Array.of(192, 0, 2, 1, 255, 255, 255, 0)),
    option(5, Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 64)),
    option(6, Uint8Array.of(2, 0, 0, 0, 0, 1)),
    option(8, fields('little', [8, 10_000_000_000n])),
    option(9, Uint8Array.of(9)),
    option(11, text('\0tcp')),
    option(14, fields('little', [8, -7n])),
    endOfOptions(),
  );
  const comments = concat(
    option(1, text('one')),
    option(1, text('zwölf')),
    option(2, fields('little', [4, 5])),
    endOfOptions(),
  );
  const keys = text('CLIENT_RANDOM 00 11\n');
  const name = option(1, concat(Uint8Array.of(192, 0, 2, 1), text('one.example\0')));
  const drops = concat(option(5, fields('little', [8, 3n])), option(7, fields('little', [8, 4n])), endOfOptions());
  return concat(
    sectionHeader('little', concat(option(1, text('a day at work')), ...about, endOfOptions())),
    block(0xbad, concat(fields('little', [4, 32473]), text('kept'))),
    interfaceDescription('little', 101, 64),
    interfaceDescription('little', 1, 0, nanoseconds),
    block(4, concat(name, endOfOptions())),
    block(10, concat(fields('little', [4, 0x544c534b], [4, keys.length]), padded(keys))),
    enhancedPacket(data, { interface: 1, ticks: 1_700_000_000_123_456_789n, options: comments, original: 1500 }),
    block(3, concat(fields('little', [4, 80]), counting(64))),
    enhancedPacket(counting(0)),
    block(5, concat(fields('little', [4, 1], [8, 0]), drops)),
  );
}

async function save(from: string, to: string, format: 'pcap' | 'pcap-nanosecond' | 'pcapng') {
  const source = await openCapture(from);
  try {
    return await exportPackets({ source, packets: await readPackets(source), path: to, format });
  } finally {
    await source.close();
  }
}

describe('what is written is what was read', () => {
  test('pcapng with everything in it', async () => {
    const from = folder.file('from', everything());
    const to = join(folder.path, 'to');
    await save(from, to, 'pcapng');
    const before = await readCapture(from);
    const after = await readCapture(to);
    const kept = ({ packets }: typeof before) => packets.map(({ fileOffset, interface: _, ...rest }) => rest);
    expect(kept(after)).toEqual(kept(before));
    const names = ({ packets, capture }: typeof before) =>
      packets.map((packet) => {
        const { index, section, ...rest } = capture.interfaces[packet.interface]!;
        return rest;
      });
    expect(names(after)).toEqual(names(before));
    expect(after.capture.sections).toMatchObject([
      { hardware: 'about 2', operatingSystem: 'about 3', application: 'about 4', comments: ['a day at work'] },
    ]);
    expect(after.capture.nameResolutions).toEqual(before.capture.nameResolutions);
    expect(after.capture.decryptionSecrets).toEqual(before.capture.decryptionSecrets);
    expect(after.capture.customBlocks).toMatchObject([{ enterprise: 32473, mayBeCopied: true, length: 4 }]);
    expect(after.warnings).toEqual([]);
  });

  test('an interface that came before a block of the file keeps its statistics', async () => {
    const to = join(folder.path, 'to');
    await save(folder.file('from', everything()), to, 'pcapng');
    const { capture } = await readCapture(to);
    const described = capture.interfaces.filter((one) => one.linkType === 1);
    expect(described).toMatchObject([{ statistics: { droppedByInterface: 3, droppedByOperatingSystem: 4 } }]);
  });

  test('pcap in microseconds and in nanoseconds', async () => {
    const from = folder.file(
      'from',
      concat(pcapHeader({ magic: 0xa1b23c4d }), pcapRecord(data, { fraction: 123_456_789 })),
    );
    const to = join(folder.path, 'to');
    await save(from, to, 'pcap');
    expect((await readCapture(to)).packets).toMatchObject([{ data, nanoseconds: 123_456_000 }]);
    await save(from, to, 'pcap-nanosecond');
    expect((await readCapture(to)).packets).toMatchObject([{ data, nanoseconds: 123_456_789 }]);
  });

  test('a pcap file of usual kind comes out byte for byte', async () => {
    const to = join(folder.path, 'to');
    await save(folder.file('from', simple), to, 'pcap');
    expect(new Uint8Array(readFileSync(to))).toEqual(simple);
  });

  test('a packet above 256 KiB raises the snap length of its file', async () => {
    const long = counting(300_000);
    const to = join(folder.path, 'to');
    await save(folder.file('from', concat(pcapHeader({ snapLength: 400_000 }), pcapRecord(long))), to, 'pcap');
    expect((await readCapture(to)).packets[0]!.data).toEqual(long);
  });

  test('chosen packets in a chosen order, and none at all', async () => {
    const from = folder.file('from', simple);
    const to = join(folder.path, 'to');
    const source = await openCapture(from);
    const [, second, third] = await readPackets(source);
    const progress = await exportPackets({ source, packets: [third!, second!], path: to, format: 'pcapng' });
    expect(progress).toEqual({ packets: 2, bytes: statSync(to).size });
    expect((await readCapture(to)).packets.map((packet) => packet.capturedLength)).toEqual([61, 40]);
    await exportPackets({ source, packets: [], path: to, format: 'pcap' });
    expect((await readCapture(to)).packets).toEqual([]);
    await source.close();
  });
});

describe('what pcap cannot hold', () => {
  test('several link types', async () => {
    const two = concat(
      sectionHeader(),
      interfaceDescription('little', 1),
      interfaceDescription('little', 101),
      enhancedPacket(data),
      enhancedPacket(data, { interface: 1 }),
    );
    const to = join(folder.path, 'never');
    await expect(save(folder.file('from', two), to, 'pcap')).rejects.toThrow(
      'the packets have several link types (1 and 101) and a pcap file holds only one; use pcapng.',
    );
    expect(readdirSync(folder.path).filter((name) => name.includes('never'))).toEqual([]);
  });

  test('a time after 2106', async () => {
    const late = concat(
      sectionHeader(),
      interfaceDescription(),
      enhancedPacket(data, { ticks: 5_000_000_000_000_000n }),
    );
    await expect(save(folder.file('from', late), join(folder.path, 'never'), 'pcap')).rejects.toThrow('use pcapng');
  });

  test('custom blocks', async () => {
    await expect(save(folder.file('from', everything()), join(folder.path, 'never'), 'pcap')).rejects.toThrow(
      'use pcapng',
    );
  });
});

describe('the file that was there', () => {
  test('may be the one that is open, and keeps its permissions', async () => {
    const path = folder.file('same', simple);
    chmodSync(path, 0o640);
    const source = await openCapture(path);
    const packets = await readPackets(source);
    await exportPackets({ source, packets: packets.slice(1), path, format: 'pcap' });
    expect((await readCapture(path)).packets).toHaveLength(2);
    // What is open is still the old file.
    expect(source.readAt(packets[0]!.fileOffset, 61)).toEqual(data);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o640);
    await source.close();
  });

  test.skipIf(process.platform === 'win32')('stays behind a link that leads to it', async () => {
    const path = folder.file('behind', simple);
    const link = join(folder.path, 'link');
    symlinkSync(path, link);
    await save(path, link, 'pcapng');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect((await readCapture(path)).capture.format).toBe('pcapng');
  });

  async function expectUntouched(message: string, attempt: (path: string) => Promise<unknown>) {
    const place = makeFolder();
    const path = place.file('old', text('what was there before'));
    const failed = expect(attempt(path)).rejects;
    await failed.toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe('what was there before');
    expect(readdirSync(place.path)).toEqual(['old']);
    place.remove();
  }

  test('is whole when the source was cut meanwhile', async () => {
    const from = folder.file('from', simple);
    const source = await openCapture(from);
    const packets = await readPackets(source);
    truncateSync(from, 50);
    await expectUntouched('can no longer be read', (path) => exportPackets({ source, packets, path, format: 'pcap' }));
    await source.close();
  });

  test('is whole when saving was cancelled', async () => {
    const source = await openCapture(folder.file('from', simple));
    const packets = await readPackets(source);
    const controller = new AbortController();
    function* endless() {
      for (;;) yield packets[0]!;
    }
    const { signal } = controller;
    const onProgress = () => controller.abort(new Error('enough'));
    await expectUntouched('enough', (path) =>
      exportPackets({ source, packets: endless(), path, format: 'pcap', signal, onProgress }),
    );
    await source.close();
  });

  test('is whole when what gives the packets fails', async () => {
    const source = await openCapture(folder.file('from', simple));
    const packets = {
      [Symbol.iterator](): Iterator<never> {
        throw new Error('no packets today');
      },
    };
    await expectUntouched('no packets today', (path) => exportPackets({ source, packets, path, format: 'pcap' }));
    await source.close();
  });
});

describe('places where nothing can be saved', () => {
  test('a folder, a folder that is not there, a path through a file', async () => {
    const from = folder.file('from', simple);
    await expect(save(from, folder.path, 'pcap')).rejects.toThrow('it is a folder; give a file name in it.');
    await expect(save(from, join(folder.path, 'no', 'where'), 'pcap')).rejects.toThrow('its folder does not exist');
    await expect(save(from, join(from, 'where'), 'pcap')).rejects.toThrow('a part of its path is not a folder');
  });

  test.skipIf(process.platform === 'win32')('a folder without permission', async () => {
    const from = folder.file('from', simple);
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    chmodSync(folder.path, 0o755);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.('nobody');
    try {
      const failed = await save(from, join(closed, 'to'), 'pcap').catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(CaptureSaveError);
      expect((failed as CaptureSaveError).remedy).toBe('save to a folder that is yours');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  const small = mountSmallDisk();
  afterAll(() => small?.unmount());
  test.skipIf(!small)('a full disk (needs the right to mount one)', async () => {
    const path = join(small!.path, 'old');
    writeFileSync(path, 'what was there before');
    const many = concat(pcapHeader(), ...Array.from({ length: 5000 }, () => pcapRecord(data)));
    const failed = await save(folder.file('from', many), path, 'pcapng').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CaptureSaveError);
    expect((failed as CaptureSaveError).message).toBe(
      `${path} cannot be saved: the disk is full; make room on it or save to another disk; what was there before is unchanged.`,
    );
    expect(readFileSync(path, 'utf8')).toBe('what was there before');
    expect(readdirSync(small!.path)).toEqual(['old']);
  });
});
