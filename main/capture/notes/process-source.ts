import type { NotedEndpoint, ProcessNote } from '../../files/connection-note';
import { LinuxProcesses } from './linux-processes';
import { lsofProcesses } from './lsof';
import { netstatProcesses } from './netstat';

/** A way to learn which process has which socket. */
export interface ProcessSource {
  /** Null where nothing has changed. @throws ProcessesUntold where the system does not tell */
  sample(): Promise<ProcessSample | null>;
}

export interface ProcessSample {
  /** Sockets that there are now, as far as the system tells. */
  readonly notes: readonly ProcessNote[];
  /** All of them, so that one that is missing is gone. */
  readonly isWhole: boolean;
}

/** Its message is a sentence for the user. */
export class ProcessesUntold extends Error {}

export function processSource(platform: NodeJS.Platform): ProcessSource {
  if (platform === 'linux') return new LinuxProcesses();
  return platform === 'win32' ? netstatProcesses : lsofProcesses;
}

/** `1.2.3.4:80`, `[::1]:80`, `*:80`, `fe80::1%eth0:80`; null for what is none, as `*:*`. */
export function endpointOf(text: string): NotedEndpoint | null {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (port === '') return null;
  const bare = host.replace(/^\[|\]$/g, '').replace(/%[^\]]*$/, '');
  const address = bare.replace(/^::ffff:(?=\d+\.)/, '');
  return { address: ['*', '0.0.0.0', '::'].includes(address) ? '' : address, port: Number(port) };
}
