import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { LaunchCaptureProcess } from '../session/session';

/** The capture process as a utility process: the packed executable does not run as Node. */
export const launchCaptureProcess: LaunchCaptureProcess = () => {
  const child = utilityProcess.fork(join(__dirname, 'capture-child.js'), [], {
    serviceName: 'Wirestate capture',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    send: (order) => child.postMessage(order),
    kill: () => void child.kill(),
    onReport: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
  };
};
