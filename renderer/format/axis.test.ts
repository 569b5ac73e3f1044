import { describe, expect, it } from 'vitest';
import { axisText, powerTicks, quantityText, roundTicks } from './axis';

const texts = (quantity: Parameters<typeof axisText>[0], from: number, to: number, most: number) => {
  const { ticks, step } = roundTicks(from, to, most);
  const { unit, text } = axisText(quantity, from, to, step);
  return [unit, ...ticks.map(text)];
};

describe('axes', () => {
  it('have round numbers in one SI unit', () => {
    expect(texts('seconds', 0, 0.25, 5)).toEqual(['ms', '0', '50', '100', '150', '200', '250']);
    expect(texts('bytes', 0, 930_000, 5)).toEqual(['kB', '0', '200', '400', '600', '800']);
    expect(texts('bits per second', 0, 3.2e6, 4)).toEqual(['Mbit/s', '0', '1', '2', '3']);
    expect(texts('packets', 0, 12, 4)).toEqual(['', '0', '5', '10']);
  });

  it('have as many digits as tell the ticks of a far zoom apart', () => {
    expect(texts('seconds', 199.9990004, 199.9990012, 4)).toEqual([
      's',
      '199.9990004',
      '199.9990006',
      '199.9990008',
      '199.9990010',
      '199.9990012',
    ]);
  });

  it('have no minus zero, and ticks below zero', () => {
    expect(texts('bytes', -100, 100, 4)).toEqual(['B', '-100', '-50', '0', '50', '100']);
  });

  it('have powers of ten where they are logarithmic, fewer where there is no room', () => {
    expect(powerTicks(0.0004, 12, 9)).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(powerTicks(1e-6, 1, 4)).toEqual([1e-6, 1e-4, 1e-2, 1]);
    expect(powerTicks(2, 8, 4)).toEqual([2, 4, 6, 8]);
  });

  it('of no length have their one number', () => {
    expect(roundTicks(5, 5, 4)).toEqual({ ticks: [5], step: 0 });
  });
});

describe('values', () => {
  it('come in the SI unit that fits, bytes below a million exactly', () => {
    expect(quantityText('seconds', 0.0209)).toBe('20.9 ms');
    expect(quantityText('seconds', 0)).toBe('0 s');
    expect([90, 600, 9000, 172_800].map((each) => quantityText('seconds', each))).toEqual([
      '90 s',
      '10 min',
      '2.5 h',
      '2 d',
    ]);
    expect(quantityText('bytes', 65_160)).toBe('65,160 B');
    expect(quantityText('bytes', 2_874_678_201)).toBe('2.875 GB');
    expect(quantityText('bits per second', 931_200)).toBe('931.2 kbit/s');
  });
});
