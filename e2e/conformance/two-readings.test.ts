import { expect, test } from 'vitest';
import { CaptureOpenError } from '../../main/files/open-capture';
import { capturesUnder, corpus } from './captures';
import { compareReadings } from './two-readings';

const folder = corpus();

test.skipIf(folder === null)(
  'the scan and the dissector put the same in the columns for every packet of every capture (needs CAPTURE_CORPUS)',
  async () => {
    const disagreements: string[] = [];
    let packets = 0;
    let scanned = 0;
    let common = 0;
    for (const capture of capturesUnder(folder as string)) {
      const readings = await compareReadings(capture).catch((error: Error) => {
        if (error instanceof CaptureOpenError) return null;
        throw new Error(`${capture}: ${error.message}`);
      });
      if (readings === null) continue;
      packets += readings.packets;
      scanned += readings.scanned;
      common += readings.common;
      disagreements.push(...readings.disagreements);
    }
    console.log(`${scanned} of ${packets} packets read by the scan, ${common} of them stored by the shorter way`);
    expect(disagreements.slice(0, 20)).toEqual([]);
    expect(scanned).toBeGreaterThan(packets / 2);
    expect(common).toBeGreaterThan(packets / 4);
  },
  300_000,
);
