import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './folders.mjs';

/**
 * Runs a program to its end, showing what it prints.
 * @param {readonly string[]} command
 * @param {import('node:child_process').SpawnOptions & { limitMilliseconds?: number }} [options]
 * @returns {Promise<number>} its exit code; 127 where it cannot be started, 124 where it took longer than the limit
 */
export function run([program, ...args], { limitMilliseconds, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    let late = false;
    const timer =
      limitMilliseconds === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
          }, limitMilliseconds);
    const end = (code) => {
      clearTimeout(timer);
      resolve(late ? 124 : code);
    };
    child.on('error', () => end(127));
    child.on('exit', (code, signal) => end(code ?? (signal === null ? 1 : 130)));
  });
}

/** The command of a tool that the package depends on, run by this same Node on every system. */
export function tool(packageName, bin, ...args) {
  const folder = join(root, 'node_modules', packageName);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [process.execPath, join(folder, typeof bins === 'string' ? bins : bins[bin]), ...args];
}

/** npm's command and the options to start it with. */
export function npm(...args) {
  const script =
    process.env.npm_execpath ?? join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (/npm-cli\.c?js$/.test(script) && canRead(script))
    return { command: [process.execPath, script, ...args], options: {} };
  // Windows starts a .cmd only through its shell. The arguments are ours and have nothing that a shell would read.
  const windows = process.platform === 'win32';
  return { command: [windows ? 'npm.cmd' : 'npm', ...args], options: { shell: windows } };
}

function canRead(path) {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
