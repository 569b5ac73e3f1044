import type { DroppedFile } from '../../preload/contract/files';
import { bridge } from './bridge';
import { openFile } from './files';
import { reportJob, withJob } from './jobs';
import { attempt } from './notices';

/** Opens a file that was dropped or chosen in the browser; in the browser shell it is sent to main first. */
export function openDropped(file: DroppedFile): void {
  attempt(`${file.name} could not be opened`, async () => {
    const title = `Sending ${file.name}`;
    const path = await withJob(title, (job) =>
      bridge().drop.pathOf(file, (fraction) =>
        reportJob({ job, title, done: Math.round(fraction * 1000), total: 1000 }),
      ),
    );
    await openFile(path);
  });
}
