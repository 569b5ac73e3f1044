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

it('the app’s own folder is no file, and a packed app has none', () => {
  expect(argumentsOf(['/electron', '--inspect', '/app', 'a.pcap'], false)).toEqual(['--inspect', 'a.pcap']);
  expect(argumentsOf(['/Wirestate', 'a.pcap'], true)).toEqual(['a.pcap']);
});
