// lsof(8), where /proc does not tell: macOS and the BSDs.
import type { ProcessNote } from '../../files/connection-note';
import { runTool } from '../run-tool';
import { endpointOf, ProcessesUntold, type ProcessSource } from './process-source';

export const lsofProcesses: ProcessSource = {
  async sample() {
    const listed = await runTool('lsof', ['-nP', '-iTCP', '-iUDP', '-F', 'pcPn']);
    if (listed.missing) {
      throw new ProcessesUntold('lsof is not installed, so connections are shown without their processes.');
    }
    return { notes: processesInLsof(listed.output), isWhole: true };
  },
};

/** `-F` prints one field a line, its first letter telling which: p and c once for a process, P and n for each of its sockets. */
export function processesInLsof(output: string): readonly ProcessNote[] {
  const found: ProcessNote[] = [];
  let pid = 0;
  let process = '';
  let transport: 'tcp' | 'udp' = 'tcp';
  for (const line of output.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('c')) process = value;
    else if (line.startsWith('P')) transport = value === 'UDP' ? 'udp' : 'tcp';
    else if (line.startsWith('n')) {
      const [near = '', far = ''] = value.split('->');
      const local = endpointOf(near);
      if (local !== null) found.push({ kind: 'process', transport, local, remote: endpointOf(far), process, pid });
    }
  }
  return found;
}
