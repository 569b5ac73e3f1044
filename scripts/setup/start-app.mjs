import { join } from 'node:path';
import { buildIfOlder } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { callersFolder, root } from './folders.mjs';
import { run } from './run.mjs';
import { chooseShell, electronBinary } from './shell-choice.mjs';
import { readArguments, usage } from './start-arguments.mjs';

/** @returns {Promise<number>} the exit code */
export async function start(args) {
  const folder = callersFolder();
  let asked;
  try {
    asked = readArguments(args, folder);
  } catch (error) {
    console.error(`${error.message}\nUsage: ${usage}`);
    return 2;
  }
  await installDependencies();
  if (!(await buildIfOlder())) {
    console.error('The build failed; what it printed above says why.');
    return 1;
  }
  const { shell, why } = await chooseShell(asked.shell);
  console.log(shell === 'desktop' ? `Opening the desktop app: ${why}.` : `Opening in the browser: ${why}.`);
  // An interrupt goes to the app as well, which ends when it has tidied up; this process waits for that.
  process.on('SIGINT', () => {});
  return run(shell === 'desktop' ? desktopCommand(asked) : browserCommand(asked), { cwd: folder });
}

function desktopCommand({ file }) {
  return [electronBinary(), root, ...(file === null ? [] : ['--', file])];
}

function browserCommand({ file, port, roots }) {
  return [
    process.execPath,
    join(root, 'out', 'main', 'cli.js'),
    'serve',
    ...(file === null ? [] : [file]),
    '--open',
    ...(port === null ? [] : ['--port', port]),
    ...roots.flatMap((path) => ['--root', path]),
  ];
}
