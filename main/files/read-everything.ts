// Walks a whole capture and keeps copies, for tests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaptureFault } from './capture-fault';
import { type CaptureFile, openCapture } from './open-capture';
import { PacketRecord } from './packet-record';

export interface ReadPacket {
  readonly data: Uint8Array;
  readonly capturedLength: number;
  readonly originalLength: number;
  readonly fileOffset: number;
  readonly interface: number;
  readonly hasTime: boolean;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly comments: readonly string[] | null;
  readonly flags: number;
}

/** A folder of the test's own; `remove` takes it away with all in it. */
export function makeFolder(): { path: string; file(name: string, bytes: Uint8Array): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'wirestate-test-'));
  return {
    path,
    file(name, bytes) {
      const full = join(path, name);
      writeFileSync(full, bytes);
      return full;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export async function readPackets(capture: CaptureFile): Promise<ReadPacket[]> {
  const packets: ReadPacket[] = [];
  const record = new PacketRecord();
  do {
    while (capture.next(record)) packets.push(copy(record));
  } while ((await capture.fill()) === 'more');
  return packets;
}

/** Opens, reads all and closes. */
export async function readCapture(
  path: string,
): Promise<{ packets: ReadPacket[]; warnings: readonly CaptureFault[]; capture: CaptureFile }> {
  const capture = await openCapture(path);
  const packets = await readPackets(capture);
  await capture.close();
  return { packets, warnings: capture.warnings, capture };
}

function copy(record: PacketRecord): ReadPacket {
  const { capturedLength, originalLength, fileOffset, hasTime, seconds, nanoseconds, comments, flags, start } = record;
  const data = record.bytes.slice(start, start + capturedLength);
  const rest = { capturedLength, originalLength, fileOffset, hasTime, seconds, nanoseconds, comments, flags };
  return { data, interface: record.interface, ...rest };
}
