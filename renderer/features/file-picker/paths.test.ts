import { describe, expect, it } from 'vitest';
import { joinPath, trail } from './paths';

describe('paths', () => {
  it('joins as the machine of the files does', () => {
    expect(joinPath('/', 'a.pcap')).toBe('/a.pcap');
    expect(joinPath('/home/ann', 'a.pcap')).toBe('/home/ann/a.pcap');
    expect(joinPath('C:\\captures', 'a.pcap')).toBe('C:\\captures\\a.pcap');
  });

  it('leads from the root down', () => {
    expect(trail('/home/ann/captures/may', ['/home/ann']).map(({ name }) => name)).toEqual([
      '/home/ann',
      'captures',
      'may',
    ]);
    expect(trail('/home/ann', ['/home/ann'])).toEqual([{ name: '/home/ann', path: '/home/ann' }]);
    expect(trail('/etc', ['/']).map(({ path }) => path)).toEqual(['/', '/etc']);
    expect(trail('C:\\a\\b', ['C:\\a']).map(({ path }) => path)).toEqual(['C:\\a', 'C:\\a\\b']);
  });

  it('does not take a longer name for a folder below', () => {
    expect(trail('/home/anna', ['/home/ann'])).toEqual([{ name: '/home/anna', path: '/home/anna' }]);
  });
});
