import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CAC } from 'cac';

/** `open`, or just a file: the app itself. */
export function openCommand(program: CAC): void {
  program.command('open [file]', 'Open the app').action(openApp);
  program.command('[file]', 'Open the app').action(openApp);
}

/** Leaves the choice of the shell to the one place that makes it: the start script. */
function openApp(file: string | undefined): void {
  const start = join(__dirname, '..', '..', 'scripts', 'start.mjs');
  const child = spawn(process.execPath, [start, ...(file === undefined ? [] : [file])], { stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
