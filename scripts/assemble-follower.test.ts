import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assembled, placeOf } from './assemble-follower.mjs';

it('has been run since what it reads was changed', async () => {
  for (const [name, text] of await assembled()) expect(readFileSync(placeOf(name), 'utf8') === text, name).toBe(true);
}, 60_000);
