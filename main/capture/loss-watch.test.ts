import { describe, expect, it } from 'vitest';
import { type Exactness, LossWatch } from './loss-watch';

describe('packets that the interface counted and nobody captured', () => {
  /** An interface and a capture of it, 100 packets of 100 bytes every quarter of a second. */
  function watched(exactness: Exactness, held = 0) {
    let time = 1_000;
    let carried = 0;
    let captured = 0;
    const traffic = () => ({ packets: 5_000 + carried, bytes: (5_000 + carried) * 104, dropped: 0 });
    const watch = new LossWatch(traffic, exactness, held, () => time);
    return {
      watch,
      quarter: (lost = 0, late = 0) => {
        carried += 100;
        captured += 100 - lost - late;
        time += 240;
        watch.mark();
        time += 10;
        if (time > watch.next) watch.pass(time, captured, captured * 100);
        captured += late;
      },
      settle: () => watch.settle(captured, captured * 100),
      wait: () => {
        carried += 100;
        time += 250;
        watch.mark();
      },
    };
  }

  it('are none while all are captured', () => {
    for (const exactness of ['at once', 'heard', 'rough'] as const) {
      const { watch, quarter } = watched(exactness);
      for (let at = 0; at < 10; at++) quarter();
      // Bytes tell of no small loss.
      expect(watch.missing).toBe(exactness === 'rough' ? null : 0);
    }
  });

  it('are told while the capture goes on, once they are missing twice', () => {
    const { watch, quarter } = watched('at once');
    for (let at = 0; at < 4; at++) quarter();
    quarter(60);
    expect(watch.missing).toBe(0);
    quarter();
    expect(watch.missing).toBe(60);
    quarter(40);
    quarter();
    expect(watch.missing).toBe(100);
  });

  it('are not those that come late', () => {
    const { watch, quarter } = watched('at once');
    for (let at = 0; at < 10; at++) quarter(0, at % 2 === 1 ? 60 : 0);
    expect(watch.missing).toBe(0);
  });

  it('are not those that wait in the kernel: nothing later has come', () => {
    const { watch, quarter, wait } = watched('at once');
    quarter();
    quarter();
    for (let at = 0; at < 300; at++) wait();
    expect(watch.missing).toBe(0);
  });

  it('are told at the end although nothing later has come', () => {
    const { watch, quarter, wait, settle } = watched('at once');
    quarter();
    quarter();
    wait();
    settle();
    expect(watch.missing).toBe(100);
  });

  it('are no fewer than those that may wait elsewhere', () => {
    const { watch, quarter } = watched('at once', 70);
    quarter();
    for (let at = 0; at < 4; at++) quarter(15);
    expect(watch.missing).toBe(0);
    quarter(60);
    quarter();
    expect(watch.missing).toBe(120);
  });

  it('are told from bytes where packets are counted otherwise, once they are too many for headers', () => {
    const { watch, quarter } = watched('rough');
    quarter();
    for (let at = 0; at < 10; at++) quarter(5);
    expect(watch.missing).toBeNull();
    for (let at = 0; at < 10; at++) quarter(90);
    expect(watch.missing).toBeGreaterThan(900);
  });

  it('are not told from a count that took long to read', () => {
    let time = 0;
    const watch = new LossWatch(
      () => {
        time += 50;
        return { packets: time, bytes: 0, dropped: 0 };
      },
      'at once',
      0,
      () => time,
    );
    watch.mark();
    expect(watch.next).toBe(Number.POSITIVE_INFINITY);
  });
});
