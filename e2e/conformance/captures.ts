import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file at or under a path but the README files. */
export function capturesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => (name === 'README.md' ? [] : capturesUnder(join(path, name))));
}

/** The folder of real captures to check against, which is not part of the project; null where there is none. */
export function corpus(): string | null {
  const folder = process.env.CAPTURE_CORPUS ?? join(__dirname, '../../../shared/captures');
  return existsSync(folder) ? folder : null;
}
