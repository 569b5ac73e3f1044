// npm test : everything that can be checked on this machine, on a fresh clone too.
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { check } = await import('./checks/check.mjs');
process.exitCode = await check();
