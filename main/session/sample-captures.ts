import { join } from 'node:path';
import type { SampleCapture } from '../../preload/contract/files';
import { readStored } from './stored-json';

/** The captures that come with the program: `index.json` in the samples folder, a list of `{file, title, shows}`. */
export async function sampleCaptures(folder: string): Promise<readonly SampleCapture[]> {
  const { value } = await readStored(join(folder, 'index.json'));
  if (!Array.isArray(value)) return [];
  return value.map((sample: { file: string; title: string; shows: string }) => ({
    path: join(folder, sample.file),
    title: sample.title,
    shows: sample.shows,
  }));
}
