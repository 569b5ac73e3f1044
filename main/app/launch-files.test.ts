import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { argumentsOf, filesNamed } from './launch-files';

it('files are named by what is no option, and by all behind --', () => {
  const folder = resolve('/captures');
  expect(filesNamed(['--no-sandbox', 'a.pcap', '--', '-b.pcap', '/c.pcap'], folder)).toEqual([
    resolve(folder, 'a.pcap'),
    resolve(folder, '-b.pcap'),
    resolve('/c.pcap'),
  ]);
});

it('not packed, only what is behind -- can be a file', () => {
  expect(argumentsOf(['/electron', '-r', '/loader.js', '/app', '--', 'a.pcap'], false)).toEqual(['--', 'a.pcap']);
  expect(argumentsOf(['/electron', '/app'], false)).toEqual([]);
  expect(argumentsOf(['/Wirestate', 'a.pcap'], true)).toEqual(['a.pcap']);
});
