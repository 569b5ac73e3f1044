import { describe, expect, it } from 'vitest';
import type { Fragment } from '../dissection-context';
import { FragmentReassembly } from './fragment-reassembly';

const noFrames = () => null;
const octets = (length: number, first = 0) => Uint8Array.from({ length }, (_, i) => (first + i) & 255);

/** A capture of which every frame is one fragment behind a header of four bytes. */
class Capture {
  readonly frames: Uint8Array[] = [];
  readonly fragments: Fragment[] = [];

  fragment(offset: number, bytes: Uint8Array, more: boolean, key = 'a'): this {
    const frame = new Uint8Array(4 + bytes.length);
    frame.set(bytes, 4);
    this.frames.push(frame);
    this.fragments.push({ key, frame: this.frames.length, offset, more, bytes: frame.subarray(4), start: 4 });
    return this;
  }

  load(store = new FragmentReassembly((frame) => this.frames[frame - 1] ?? null)) {
    return { store, outcomes: this.fragments.map((fragment) => store.add(fragment)) };
  }
}

const kinds = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind);

describe('while frames are loaded', () => {
  it('completes a datagram with its last missing fragment', () => {
    const capture = new Capture().fragment(0, octets(16), true).fragment(16, octets(5, 16), false);
    const { store, outcomes } = capture.load();
    expect(outcomes[0]).toEqual({ kind: 'pending' });
    expect(outcomes[1]).toEqual({
      kind: 'complete',
      datagram: {
        bytes: octets(21),
        fragments: [
          { frame: 1, start: 0, length: 16 },
          { frame: 2, start: 16, length: 5 },
        ],
        conflicting: false,
      },
    });
    expect(store.pendingDatagrams).toBe(0);
  });

  it('takes fragments in any order', () => {
    const { outcomes } = new Capture()
      .fragment(16, octets(4, 16), false)
      .fragment(8, octets(8, 8), true)
      .fragment(0, octets(8), true)
      .load();
    expect(kinds(outcomes)).toEqual(['pending', 'pending', 'complete']);
    expect(outcomes[2]).toMatchObject({ datagram: { bytes: octets(20) } });
  });

  it('waits while there is a hole', () => {
    const { outcomes, store } = new Capture().fragment(0, octets(8), true).fragment(16, octets(8), false).load();
    expect(kinds(outcomes)).toEqual(['pending', 'pending']);
    expect(store.pendingDatagrams).toBe(1);
  });

  it('keeps datagrams of different keys apart', () => {
    const { outcomes } = new Capture()
      .fragment(0, octets(8, 1), true, 'a')
      .fragment(8, octets(8, 2), false, 'b')
      .fragment(8, octets(8, 9), false, 'a')
      .load();
    expect(kinds(outcomes)).toEqual(['pending', 'pending', 'complete']);
    expect(outcomes[2]).toMatchObject({ datagram: { bytes: octets(16, 1) } });
  });

  it('does not count a repeated fragment twice, nor call it a conflict', () => {
    const { outcomes } = new Capture()
      .fragment(0, octets(8), true)
      .fragment(0, octets(8), true)
      .fragment(8, octets(8, 8), false)
      .load();
    expect(kinds(outcomes)).toEqual(['pending', 'pending', 'complete']);
    expect(outcomes[2]).toMatchObject({ datagram: { bytes: octets(16), conflicting: false } });
  });

  it('lets the first to arrive stand where fragments overlap, and says that they differ', () => {
    const { outcomes } = new Capture().fragment(8, octets(8, 100), false).fragment(0, octets(16, 0), true).load();
    expect(outcomes[1]).toMatchObject({ kind: 'complete', datagram: { conflicting: true } });
    const whole = outcomes[1]?.kind === 'complete' ? outcomes[1].datagram.bytes : null;
    expect(whole).toEqual(Uint8Array.from([...octets(8, 0), ...octets(8, 100)]));
  });

  it('begins anew when an identification comes again after its datagram was whole', () => {
    const { outcomes } = new Capture()
      .fragment(0, octets(8, 1), true)
      .fragment(8, octets(8, 9), false)
      .fragment(0, octets(8, 50), true)
      .fragment(8, octets(8, 58), false)
      .load();
    expect(kinds(outcomes)).toEqual(['pending', 'complete', 'pending', 'complete']);
    expect(outcomes[3]).toMatchObject({ datagram: { bytes: octets(16, 50) } });
  });

  it('believes the first fragment that claims to be the last', () => {
    const { outcomes } = new Capture()
      .fragment(8, octets(4, 8), false)
      .fragment(16, octets(8, 16), false)
      .fragment(0, octets(8), true)
      .load();
    expect(outcomes[2]).toMatchObject({ kind: 'complete', datagram: { bytes: octets(12) } });
  });

  it('keeps a copy, as the bytes handed in are overwritten by the next frame', () => {
    const store = new FragmentReassembly(noFrames);
    const shared = octets(8);
    store.add({ key: 'a', frame: 1, offset: 0, more: true, bytes: shared, start: 0 });
    shared.fill(0xee);
    const outcome = store.add({ key: 'a', frame: 2, offset: 8, more: false, bytes: octets(8, 8), start: 0 });
    expect(outcome).toMatchObject({ datagram: { bytes: octets(16) } });
  });
});

describe('when a frame is read again', () => {
  const capture = new Capture()
    .fragment(0, octets(16), true)
    .fragment(0, octets(8, 40), true, 'never whole')
    .fragment(16, octets(5, 16), false)
    .fragment(0, octets(4, 7), false, 'other');

  it('gives in any order the answers of the whole capture', () => {
    const { store, outcomes } = capture.load();
    for (const index of [3, 1, 2, 0, 2, 2, 0]) {
      const again = store.add(capture.fragments[index] as Fragment);
      if (index === 0) expect(again).toEqual({ kind: 'elsewhere', frame: 3 });
      else expect(again).toEqual(outcomes[index]);
    }
    expect(store.pendingDatagrams).toBe(1);
  });

  it('reads the newest frame again without taking its fragment twice', () => {
    const store = new FragmentReassembly(noFrames);
    const first = { key: 'a', frame: 1, offset: 0, more: true, bytes: octets(8), start: 0 };
    expect(kinds([store.add(first), store.add(first)])).toEqual(['pending', 'pending']);
    const last = store.add({ key: 'a', frame: 2, offset: 8, more: false, bytes: octets(8, 8), start: 0 });
    expect(last).toMatchObject({ datagram: { fragments: [{ frame: 1 }, { frame: 2 }] } });
  });

  it('shows a fragment as such where the frames are gone', () => {
    let gone = false;
    const { store } = capture.load(
      new FragmentReassembly((frame) => (gone ? null : (capture.frames[frame - 1] ?? null))),
    );
    gone = true;
    expect(store.add(capture.fragments[2] as Fragment)).toEqual({ kind: 'pending' });
  });

  it('keeps the bytes of fragments that no frame holds as they are', () => {
    const store = new FragmentReassembly(noFrames);
    const inside = (offset: number, frame: number, more: boolean): Fragment => ({
      key: 'tunnel',
      frame,
      offset,
      more,
      bytes: octets(8, offset),
      start: -1,
    });
    const one = inside(0, 5, true);
    const two = inside(8, 9, false);
    expect(kinds([store.add(one), store.add(two)])).toEqual(['pending', 'complete']);
    expect(store.add(one)).toEqual({ kind: 'elsewhere', frame: 9 });
    expect(store.add(two)).toMatchObject({ kind: 'complete', datagram: { bytes: octets(16) } });
  });

  it('tells two fragments in one frame apart by their keys', () => {
    const store = new FragmentReassembly(noFrames);
    const outer: Fragment = { key: 'outer', frame: 1, offset: 0, more: true, bytes: octets(8), start: -1 };
    const inner: Fragment = { key: 'inner', frame: 1, offset: 0, more: true, bytes: octets(8), start: -1 };
    for (const fragment of [outer, inner]) store.add(fragment);
    store.add({ ...outer, frame: 2, offset: 8, more: false });
    store.add({ ...inner, frame: 3, offset: 8, more: false });
    expect([store.add(outer), store.add(inner)]).toEqual([
      { kind: 'elsewhere', frame: 2 },
      { kind: 'elsewhere', frame: 3 },
    ]);
  });
});

describe('bounds', () => {
  it('gives up the oldest datagrams when there are too many', () => {
    const store = new FragmentReassembly(noFrames, { pendingBytes: 1 << 20, pendingDatagrams: 3 });
    for (let frame = 1; frame <= 5; frame++) {
      store.add({ key: `${frame}`, frame, offset: 0, more: true, bytes: octets(8), start: 0 });
    }
    expect(store.pendingDatagrams).toBe(3);
    expect(store.droppedDatagrams).toBe(2);
    const late = (key: string, frame: number): Fragment => ({
      key,
      frame,
      offset: 8,
      more: false,
      bytes: octets(8),
      start: 0,
    });
    expect(store.add(late('5', 6)).kind).toBe('complete');
    expect(store.add(late('1', 7)).kind).toBe('pending');
  });

  it('gives up the oldest datagrams when they hold too much', () => {
    const store = new FragmentReassembly(noFrames, { pendingBytes: 10_000, pendingDatagrams: 1000 });
    for (let frame = 1; frame <= 100; frame++) {
      store.add({ key: `${frame}`, frame, offset: 0, more: true, bytes: octets(1000), start: 0 });
    }
    expect(store.pendingDatagrams).toBeLessThan(10);
    expect(store.pendingDatagrams).toBeGreaterThan(5);
    expect(store.byteSize).toBeLessThan(40_000);
  });

  it('stays bounded under a million fragments of different datagrams', () => {
    const store = new FragmentReassembly(noFrames);
    const bytes = octets(64);
    for (let frame = 1; frame <= 1_000_000; frame++) {
      store.add({ key: `4/1/2/17/${frame}`, frame, offset: 0, more: true, bytes, start: 34 });
    }
    expect(store.pendingDatagrams).toBe(4096);
    expect(store.byteSize).toBeLessThan(2_000_000);
  });

  it('remembers a whole datagram in a few bytes a fragment', () => {
    const capture = new Capture();
    for (let i = 0; i < 20_000; i++) {
      capture.fragment(0, octets(1000), true, `${i}`).fragment(1000, octets(480), false, `${i}`);
    }
    const { store } = capture.load();
    expect(store.byteSize / capture.fragments.length).toBeLessThan(100);
    expect(store.add(capture.fragments[1] as Fragment)).toMatchObject({ kind: 'complete' });
  });

  it('gives up a datagram of endlessly many fragments in bounded time', () => {
    const store = new FragmentReassembly(noFrames);
    store.add({ key: 'a', frame: 1, offset: 65_000, more: false, bytes: octets(8), start: 0 });
    for (let frame = 2; frame <= 10_000; frame++) {
      store.add({ key: 'a', frame, offset: 8, more: true, bytes: octets(1400), start: 0 });
    }
    expect(store.droppedDatagrams).toBeGreaterThan(0);
    expect(store.byteSize).toBeLessThan(64 * 1024 * 1024);
  });
});
