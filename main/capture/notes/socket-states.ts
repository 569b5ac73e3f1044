// ss(8) of iproute2: the kernel's own view of every TCP connection, to be held against what is inferred from its packets.
import type { SocketNote } from '../../files/connection-note';
import { runTool } from '../run-tool';
import { endpointOf } from './process-source';

/** Null where ss is not there. */
export async function sampleSocketStates(): Promise<readonly SocketNote[] | null> {
  const listed = await runTool('ss', ['-tinmaHO']);
  return listed.code === 0 ? statesInSs(listed.output) : null;
}

/** What is kept of the many numbers: `name:number`, as ss writes them. */
const kept = new Set(
  (
    'cwnd ssthresh rto mss pmtu unacked sacked lost reordering bytes_sent bytes_retrans bytes_acked bytes_received ' +
    'segs_out segs_in rcv_space snd_wnd rcv_wnd notsent dsack_dups reord_seen'
  ).split(' '),
);

/** One socket a line: state, queues, both ends, then words. */
export function statesInSs(output: string): readonly SocketNote[] {
  return output.split('\n').flatMap((line) => {
    const [state = '', receiveQueue = '', sendQueue = '', near = '', far = '', ...words] = line.trim().split(/\s+/);
    const local = endpointOf(near);
    if (local === null || !/^\d+$/.test(receiveQueue) || !/^\d+$/.test(sendQueue)) return [];
    return [
      {
        kind: 'socket' as const,
        local,
        remote: endpointOf(far),
        state,
        receiveQueue: Number(receiveQueue),
        sendQueue: Number(sendQueue),
        values: valuesIn(words),
      },
    ];
  });
}

function valuesIn(words: readonly string[]): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const word of words) {
    const [, name = '', text = ''] = /^([a-z_]+):(\S+)$/.exec(word) ?? [];
    // rtt:SMOOTHED/VARIATION in milliseconds; retrans:NOW/EVER.
    const [first = '', second = ''] = text.split('/');
    if (name === 'rtt') {
      values.rtt = Number(first);
      values.rttvar = Number(second);
    } else if (name === 'retrans') {
      values.retransNow = Number(first);
      values.retrans = Number(second);
    } else if (kept.has(name) && Number.isFinite(Number(text))) values[name] = Number(text);
  }
  return values;
}
