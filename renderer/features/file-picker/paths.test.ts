import { describe, expect, it } from 'vitest';
import { folderOf, joinPath, trail } from './paths';

describe('paths', () => {
  it('joins as the machine of the files does', () => {
    expect(joinPath('/', 'a.pcap')).toBe('/a.pcap');
    expect(joinPath('/home/ann', 'a.pcap')).toBe('/home/ann/a.pcap');
    expect(joinPath('C:\\captures', 'a.pcap')).toBe('C:\\captures\\a.pcap');
  });

  it('knows the folder of a file', () => {
    expect(folderOf('/home/ann/a.pcap')).toBe('/home/ann');
    expect(folderOf('/a.pcap')).toBe('/');
    expect(folderOf('C:\\captures\\a.pcap')).toBe('C:\\captures');
    expect(folderOf('C:\\a.pcap')).toBe('C:\\');
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
