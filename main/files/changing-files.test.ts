import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  concat,
  counting,
  enhancedPacket,
  interfaceDescription,
  pcapHeader,
  pcapRecord,
  sectionHeader,
} from './capture-bytes';
import { openCapture } from './open-capture';
import { PacketRecord } from './packet-record';
import { makeFolder, readPackets } from './read-everything';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => folder.remove());

const data = counting(1000);

describe('a file that grows', () => {
  test('a pcapng file written byte by byte gives its packets as they become whole, and no fault', async () => {
    const bytes = concat(interfaceDescription(), enhancedPacket(counting(5)), enhancedPacket(counting(9)));
    const path = folder.file('growing', sectionHeader());
    const capture = await openCapture(path);
    const seen: number[] = [];
    for (const [index, byte] of bytes.entries()) {
      appendFileSync(path, Uint8Array.of(byte));
      expect(capture.refresh()).toBe(true);
      expect(capture.warnings).toEqual([]);
      for (const packet of await readPackets(capture)) seen.push(packet.capturedLength, index);
    }
    expect(seen).toEqual([5, 20 + 40 - 1, 9, 20 + 40 + 44 - 1]);
    expect(capture.warnings).toEqual([]);
    expect(capture.refresh()).toBe(false);
    await capture.close();
  });

  test('across the boundary between two windows', async () => {
    const path = folder.file('growing', pcapHeader());
    const capture = await openCapture(path);
    let count = 0;
    for (let round = 0; round < 10; round++) {
      appendFileSync(path, concat(...Array.from({ length: 1000 }, () => pcapRecord(data))));
      capture.refresh();
      for (const packet of await readPackets(capture)) if (packet.data.length === data.length) count++;
      expect(count).toBe((round + 1) * 1000);
    }
    expect(capture.warnings).toEqual([]);
    await capture.close();
  });

  test('growth that nobody asked about is read in the same walk', async () => {
    const path = folder.file('growing', concat(pcapHeader(), pcapRecord(data)));
    const capture = await openCapture(path);
    const record = new PacketRecord();
    expect(capture.next(record)).toBe(true);
    // By now the read ahead has met the end.
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(path, pcapRecord(data));
    expect(await readPackets(capture)).toHaveLength(1);
    expect(capture.refresh()).toBe(false);
    await capture.close();
  });

  test('an unfinished packet is a fault only as long as nothing follows', async () => {
    const record = pcapRecord(data);
    const path = folder.file('growing', concat(pcapHeader(), record.subarray(0, 500)));
    const capture = await openCapture(path);
    expect(await readPackets(capture)).toEqual([]);
    expect(capture.warnings).toMatchObject([{ severity: 'cut' }]);
    appendFileSync(path, record.subarray(500));
    expect(capture.refresh()).toBe(true);
    expect(capture.warnings).toEqual([]);
    expect(await readPackets(capture)).toMatchObject([{ data }]);
    await capture.close();
  });

  test('what was read of the last block before is read again once it is longer', async () => {
    const path = folder.file('growing', concat(pcapHeader(), pcapRecord(data)));
    const capture = await openCapture(path);
    await readPackets(capture);
    expect(capture.readAt(24 + 1016, 1016)).toHaveLength(0);
    appendFileSync(path, pcapRecord(counting(1000, 7)));
    capture.refresh();
    const [packet] = await readPackets(capture);
    expect(capture.readAt(packet!.fileOffset, 1000)).toEqual(counting(1000, 7));
    await capture.close();
  });
});

describe('a file cut while it is open', () => {
  test('what was read stays, and the cut is told', async () => {
    const path = folder.file('cut', concat(pcapHeader(), ...Array.from({ length: 9000 }, () => pcapRecord(data))));
    const capture = await openCapture(path);
    const record = new PacketRecord();
    expect(capture.next(record)).toBe(true);
    truncateSync(path, 5000);
    const packets = await readPackets(capture);
    expect(packets.length).toBeGreaterThan(4);
    expect(packets.length).toBeLessThan(9000);
    expect(capture.warnings).toMatchObject([{ severity: 'cut', found: 'a file cut to 5000 bytes' }]);
    expect(capture.readAt(100_000, 1000)).toHaveLength(0);
    expect(capture.readAt(4900, 1000)).toHaveLength(100);
    await capture.close();
  });

  test('seen by refresh', async () => {
    const path = folder.file('cut', concat(pcapHeader(), pcapRecord(data)));
    const capture = await openCapture(path);
    await readPackets(capture);
    truncateSync(path, 100);
    expect(capture.refresh()).toBe(false);
    expect(capture.warnings).toMatchObject([{ severity: 'cut', offset: 100 }]);
    await capture.close();
  });
});

describe.skipIf(process.platform === 'win32')('a file that loses its name while it is open', () => {
  test('deleted: everything can still be read', async () => {
    const path = folder.file('deleted', concat(pcapHeader(), pcapRecord(data)));
    const capture = await openCapture(path);
    rmSync(path);
    expect(await readPackets(capture)).toHaveLength(1);
    expect(capture.refresh()).toBe(false);
    expect(capture.refresh()).toBe(false);
    expect(capture.warnings).toMatchObject([{ severity: 'odd', found: 'a deleted file' }]);
    expect(capture.readAt(40, 1000)).toEqual(data);
    await capture.close();
  });

  test('replaced: the file that was opened is the one that is read', async () => {
    const path = folder.file('replaced', concat(pcapHeader(), pcapRecord(data)));
    const capture = await openCapture(path);
    writeFileSync(`${path}.new`, concat(pcapHeader(), pcapRecord(counting(7))));
    renameSync(`${path}.new`, path);
    expect(capture.refresh()).toBe(false);
    expect(capture.warnings).toMatchObject([{ severity: 'odd', found: 'another file under its name' }]);
    expect(await readPackets(capture)).toMatchObject([{ capturedLength: 1000 }]);
    await capture.close();
  });
});

test('closing in the middle of a read is safe, and after it there is nothing', async () => {
  const path = folder.file('a', concat(pcapHeader(), ...Array.from({ length: 9000 }, () => pcapRecord(data))));
  const capture = await openCapture(path);
  const filling = capture.fill();
  await Promise.all([capture.close(), capture.close(), filling]);
  expect(await capture.fill()).toBe('end');
  expect(capture.readAt(24, 16)).toHaveLength(0);
  expect(capture.refresh()).toBe(false);
});
