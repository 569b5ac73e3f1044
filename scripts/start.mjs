// npm start [FILE] [-- --browser] : opens the app, on a fresh clone too.
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { start } = await import('./setup/start-app.mjs');
process.exitCode = await start(process.argv.slice(2));
