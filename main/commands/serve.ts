import type { CAC } from 'cac';
import { openCapture } from '../files/open-capture';
import { serve } from '../server/serve';
import { CommandError } from './command-error';
import { listOf } from './options';

/** `serve`: the browser shell. */
export function serveCommand(program: CAC): void {
  program
    .command('serve [file]', 'Open the app in a browser on this machine')
    .option('--port <number>', 'Port to listen on; a free one by default')
    .option('--root <folder>', 'Folder that captures may be opened from; may be given several times')
    .option('--open', "Open the address in this system's browser")
    .action(async (file: string | undefined, options: Record<string, unknown>) => {
      const port = options.port === undefined ? 0 : Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535) {
        throw CommandError.usage(`--port ${options.port}: a port is a number from 1 to 65535`);
      }
      const roots = listOf(options.root);
      if (file !== undefined) await checkFile(file);
      await serve({ file, port, roots: roots.length > 0 ? roots : [process.cwd()], open: options.open === true });
    });
}

/** @throws CaptureOpenError where the first window could not show it */
async function checkFile(path: string): Promise<void> {
  const capture = await openCapture(path);
  await capture.close();
}
