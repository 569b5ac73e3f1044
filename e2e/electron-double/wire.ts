import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';

export interface Wire {
  encode(value: unknown): unknown;
  decode(value: unknown): unknown;
}

export const inPageScript = (name: string): string => readFileSync(join(__dirname, 'in-page', name), 'utf8');

/** The very code that the page's side runs. */
export const wire = runInThisContext(inPageScript('wire.js')) as Wire;
