import { describe, expect, it } from 'vitest';
import type { DetailNode } from '../../preload/contract/packets';
import { allPlaces, deepestAt, nodeAt, placesAbove, visibleLines } from './detail-tree';

const node = (name: string, start: number, length: number, children: DetailNode[] = [], source = 0): DetailNode => ({
  name,
  text: name,
  value: '',
  filter: '',
  help: '',
  kind: 'field',
  source,
  start,
  length,
  frame: 0,
  children,
});

const flags = node('tcp.flags', 12, 2, [node('tcp.flags.syn', 13, 1), node('tcp.flags.ack', 13, 1)]);
const tree = [node('eth', 0, 10, [node('eth.src', 0, 6)]), node('tcp', 10, 10, [node('tcp.srcport', 10, 2), flags])];

describe('visibleLines', () => {
  it('shows roots alone until something is expanded', () => {
    expect(visibleLines(tree, new Set()).map((line) => line.path)).toEqual(['0', '1']);
  });

  it('remembers expansion by name, so that it holds in the next packet', () => {
    const lines = visibleLines([node('frame', 0, 0), ...tree], new Set(['tcp', 'tcp/tcp.flags']));
    expect(lines.map((line) => [line.path, line.depth])).toEqual([
      ['0', 0],
      ['1', 0],
      ['2', 0],
      ['2.0', 1],
      ['2.1', 1],
      ['2.1.0', 2],
      ['2.1.1', 2],
    ]);
  });

  it('lists every place that can be expanded', () => {
    expect(allPlaces(tree)).toEqual(['eth', 'tcp', 'tcp/tcp.flags']);
  });
});

describe('deepestAt', () => {
  it('finds the narrowest field, the first of equals', () => {
    expect(deepestAt(tree, 0, 13)).toBe('1.1.0');
    expect(deepestAt(tree, 0, 12)).toBe('1.1');
    expect(deepestAt(tree, 0, 16)).toBe('1');
  });

  it('keeps data sources apart', () => {
    expect(deepestAt(tree, 1, 13)).toBeNull();
    expect(deepestAt([...tree, node('http', 0, 40, [], 1)], 1, 13)).toBe('2');
  });

  it('finds children that lie outside their parent', () => {
    expect(deepestAt([node('a', 0, 2, [node('b', 30, 4)])], 0, 31)).toBe('0.0');
  });

  it('finds nothing past the end', () => {
    expect(deepestAt(tree, 0, 20)).toBeNull();
  });
});

describe('paths', () => {
  it('lead to a node and to the places above it', () => {
    expect(nodeAt(tree, '1.1.0')?.name).toBe('tcp.flags.syn');
    expect(nodeAt(tree, '1.7.0')).toBeNull();
    expect(placesAbove(tree, '1.1.0')).toEqual(['tcp', 'tcp/tcp.flags']);
  });
});
