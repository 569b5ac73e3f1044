// A disk that is soon full, for tests.
import { execFileSync } from 'node:child_process';
import { makeFolder } from './read-everything';

/** A disk of 64 KiB in memory; null where this process may not mount one. */
export function mountSmallDisk(): { path: string; unmount(): void } | null {
  const place = makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place.path], { stdio: 'ignore' });
  } catch {
    place.remove();
    return null;
  }
  const unmount = () => {
    execFileSync('umount', [place.path], { stdio: 'ignore' });
    place.remove();
  };
  return { path: place.path, unmount };
}
