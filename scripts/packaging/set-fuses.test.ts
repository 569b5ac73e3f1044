import { FuseV1Options } from '@electron/fuses';
import { expect, it } from 'vitest';
import { fuses } from './set-fuses.mjs';

it('every fuse is decided on, for every system', () => {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  for (const platform of ['linux', 'darwin', 'win32']) {
    const decided = Object.entries(fuses(platform)).filter(([, value]) => typeof value === 'boolean');
    for (const fuse of known) expect(decided.map(([key]) => key)).toContain(String(fuse));
  }
});

it('a packed app runs no foreign script and no debugger', () => {
  const set = fuses('linux') as Record<number, boolean>;
  expect(set[FuseV1Options.RunAsNode]).toBe(false);
  expect(set[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(false);
  expect(set[FuseV1Options.EnableNodeCliInspectArguments]).toBe(false);
  expect(set[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true);
});
