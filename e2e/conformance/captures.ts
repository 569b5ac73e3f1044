import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureOpenError } from '../../main/files/open-capture';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';

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

/** Loads one capture after the other, and closes each when the next is asked for. Files that are no captures are passed over. */
export async function* loaded(paths: readonly string[]): AsyncGenerator<{ path: string; analysis: CaptureAnalysis }> {
  for (const path of paths) {
    const analysis = await CaptureAnalysis.open(path).catch((error: Error) => {
      if (error instanceof CaptureOpenError) return null;
      throw error;
    });
    if (analysis === null) continue;
    await analysis.load();
    yield { path, analysis };
    await analysis.close();
  }
}
