// Windows: netstat names the process of a socket by its number, tasklist the number's program.
import type { ProcessNote } from '../../files/connection-note';
import { runTool } from '../run-tool';
import { endpointOf, ProcessesUntold, type ProcessSource } from './process-source';

export const netstatProcesses: ProcessSource = {
  async sample() {
    const [sockets, tasks] = await Promise.all([
      runTool('netstat', ['-ano']),
      runTool('tasklist', ['/fo', 'csv', '/nh']),
    ]);
    if (sockets.missing) {
      throw new ProcessesUntold('netstat is not found, so connections are shown without their processes.');
    }
    return { notes: processesInNetstat(sockets.output, tasks.output), isWhole: true };
  },
};

/** Lines as `  TCP    192.0.2.1:50000   198.51.100.7:443   ESTABLISHED   4242` and `  UDP    0.0.0.0:5353   *:*   1234`. */
export function processesInNetstat(sockets: string, tasks: string): readonly ProcessNote[] {
  const names = new Map([...tasks.matchAll(/^"([^"]*)","(\d+)"/gm)].map(([, name = '', pid = '']) => [pid, name]));
  return sockets.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [kind = '', near = '', far = ''] = columns;
    const transport = kind === 'TCP' ? 'tcp' : kind === 'UDP' ? 'udp' : null;
    const local = endpointOf(near);
    const pid = columns.at(-1) ?? '';
    // 0 is the idle process: a connection that waits out its end belongs to nobody.
    if (transport === null || local === null || !/^[1-9]\d*$/.test(pid)) return [];
    const remote = endpointOf(far);
    const note: ProcessNote = {
      kind: 'process',
      transport,
      local,
      remote: remote === null || remote.port === 0 ? null : remote,
      process: names.get(pid) ?? '',
      pid: Number(pid),
    };
    return [note];
  });
}
