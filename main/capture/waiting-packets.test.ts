import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainInterface } from '../files/capture-interface';
import { readCapture } from '../files/read-everything';
import { NANOSECONDS } from '../files/timestamp-resolution';
import { CaptureTrail } from './capture-trail';
import { countsBefore, readCountsBefore, WaitingPackets, waitingPaths } from './waiting-packets';
import { takeInWaiting } from './waiting-recovery';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-waiting-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What happens: a packet comes on an interface, the first that wait come to be in the capture, or time goes by. */
type Step = { came: 0 | 1 } | { taken: number } | { passed: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ came: fc.constantFrom(0 as const, 1 as const) }) },
  { weight: 2, arbitrary: fc.record({ taken: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ passed: fc.integer({ min: 100, max: 1_500 }) }) },
);

/** Captures until it is killed, with all that came up to then on disk. */
class Scene {
  readonly path: string;
  current: string;
  came = 0;
  private now = 0;
  private readonly trail: CaptureTrail;
  private readonly waiting: WaitingPackets;
  private readonly inLine: { interface: number; at: number }[] = [];

  constructor(name: string, filesOfBytes: number | null) {
    this.path = this.current = join(folder, name);
    const ring = filesOfBytes === null ? null : { bytes: filesOfBytes, seconds: null, files: null };
    const stop = { packets: null, bytes: null, seconds: null, files: null };
    const request = { backend: 'dumpcap', taps: [], path: this.path, ring, stop, noteProcesses: false } as const;
    this.trail = new CaptureTrail(request, (path) => {
      this.current = path;
    });
    this.current = this.trail.path;
    for (const index of [0, 1]) {
      const plain = plainInterface(index, 0, 1);
      this.trail.describe({ ...plain, ticksPerSecond: 1_000_000_000, timestampResolution: NANOSECONDS });
    }
    this.waiting = new WaitingPackets(this.path, this.trail.section, this.trail.interfaces, () => this.now);
  }

  take(next: Step): void {
    if ('passed' in next) this.now += next.passed;
    else if ('came' in next) {
      const packet = { interface: next.came, at: this.came++ };
      this.inLine.push(packet);
      this.waiting.add(...written(packet));
    } else {
      for (const packet of this.inLine.splice(0, next.taken)) this.trail.packet(...written(packet));
      this.trail.flush();
    }
    this.waiting.flush(this.trail.written);
  }

  end(): void {
    this.waiting.end();
  }
}

const written = ({ interface: from, at }: { interface: number; at: number }) =>
  [{ interface: from, originalLength: 60, seconds: 1_700_000_000 + at, nanoseconds: at }, new Uint8Array(60)] as const;

describe('packets that wait for those of other interfaces', () => {
  it('are all there, once and in order, after a kill at any moment', async () => {
    let scenes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const scene = new Scene(`${scenes++}.pcapng`, null);
        for (const next of steps) scene.take(next);
        expect(await takeInWaiting(scene.path)).toBe(scene.came);
        const { packets, warnings } = await readCapture(scene.path);
        expect(warnings).toEqual([]);
        expect(packets.map(({ nanoseconds }) => nanoseconds)).toEqual(
          Array.from({ length: scene.came }, (_, at) => at),
        );
        expect(waitingPaths(scene.path).filter((path) => existsSync(path))).toEqual([]);
        // Once more brings nothing more.
        expect(await takeInWaiting(scene.path)).toBe(scene.came);
      }),
      { numRuns: 60 },
    );
  });

  it('are taken into the newest file of a ring, though others were written to before', async () => {
    const scene = new Scene('ring.pcapng', 700);
    for (let at = 0; at < 40; at++) scene.take({ came: (at & 1) as 0 | 1 });
    scene.take({ taken: 30 });
    expect(await takeInWaiting(scene.current, scene.path)).toBe(40);
    const names = readdirSync(folder).sort();
    expect(names.length).toBeGreaterThan(2);
    const all = await Promise.all(names.map(async (name) => (await readCapture(join(folder, name))).packets));
    expect(all.flat().map(({ nanoseconds }) => nanoseconds)).toEqual(Array.from({ length: 40 }, (_, at) => at));
  });

  it('are put after the last whole block where the capture ends in the middle of one, and read up to a cut of their own', async () => {
    const scene = new Scene('cut.pcapng', null);
    for (let at = 0; at < 6; at++) scene.take({ came: 0 });
    scene.take({ taken: 3 });
    appendFileSync(scene.path, readFileSync(scene.path).subarray(-50));
    const [waiting] = waitingPaths(scene.path);
    truncateSync(waiting!, readFileSync(waiting!).length - 10);
    expect(await takeInWaiting(scene.path)).toBe(5);
    const { packets, warnings } = await readCapture(scene.path);
    expect(warnings).toEqual([]);
    expect(packets.map(({ nanoseconds }) => nanoseconds)).toEqual([0, 1, 2, 3, 4]);
  });

  it('leave nothing behind at the end', () => {
    const scene = new Scene('ended.pcapng', null);
    for (let at = 0; at < 5; at++) scene.take({ came: 1 });
    expect(readdirSync(folder)).toHaveLength(2);
    scene.end();
    expect(readdirSync(folder)).toEqual(['ended.pcapng']);
  });
});

it('tells what is in earlier files in a sentence that is read again', () => {
  expect(countsBefore([12, 0, 7])).toBe('Packets of each interface before this file: 12, 0, 7.');
  expect(readCountsBefore(countsBefore([12, 0, 7]))).toEqual([12, 0, 7]);
  expect(readCountsBefore('By hand.')).toEqual([]);
});
