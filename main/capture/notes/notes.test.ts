import { describe, expect, it } from 'vitest';
import type { SocketNote } from '../../files/connection-note';
import { Departures } from './departures';
import { socketsIn } from './linux-processes';
import { processesInLsof } from './lsof';
import { processesInNetstat } from './netstat';
import { pauseAfter } from './note-taker';
import { PortsSeen } from './ports-seen';
import { endpointOf } from './process-source';
import { statesInSs } from './socket-states';

describe('sockets and their processes', () => {
  it('are read from /proc/net, addresses as people write them', () => {
    const text = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:23A3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 678539 1 0 100 0',
      '   1: 0100007F:23A3 0200000A:C816 01 00000000:00000000 00:00000000 00000000     0        0 678540 1 0 20 4',
      '   2: 0100007F:23A3 0200000A:C817 06 00000000:00000000 03:00000C4C 00000000     0        0 0 3 0',
    ].join('\n');
    const local = { address: '127.0.0.1', port: 9_123 };
    expect(socketsIn(text, 'tcp')).toEqual([
      { transport: 'tcp', local, remote: null, inode: '678539' },
      { transport: 'tcp', local, remote: { address: '10.0.0.2', port: 51_222 }, inode: '678540' },
    ]);
  });

  it('are read from /proc/net of IPv6, where IPv4 may be mapped into it', () => {
    const line = (local: string) =>
      `head\n   0: ${local}:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 7 1`;
    const address = (local: string) => socketsIn(line(local), 'tcp')[0]?.local.address;
    expect(address('0000000000000000FFFF00000100007F')).toBe('127.0.0.1');
    expect(address('00000000000000000000000001000000')).toBe('::1');
    expect(address('B80D0120000000000000000001000000')).toBe('2001:db8::1');
    // RFC 5952 §4.2.2: one zero group alone is written out.
    expect(address('B80D0120010000000200030004000500')).toBe('2001:db8:0:1:3:2:5:4');
    expect(address('00000000000000000000000000000000')).toBe('');
  });

  it('are read from lsof', () => {
    const output =
      'p4286\ncpython3\nPTCP\nn*:9123\nPTCP\nn[::1]:51222->[::1]:9123\np77\ncdns\nPUDP\nn127.0.0.1:53\nPUDP\nn*:*\n';
    expect(processesInLsof(output)).toEqual([
      note('tcp', ['', 9_123], null, 'python3', 4_286),
      note('tcp', ['::1', 51_222], ['::1', 9_123], 'python3', 4_286),
      note('udp', ['127.0.0.1', 53], null, 'dns', 77),
    ]);
  });

  it('are read from netstat and tasklist', () => {
    const sockets = [
      'Active Connections',
      '  Proto  Local Address          Foreign Address        State           PID',
      '  TCP    192.0.2.1:50000        198.51.100.7:443       ESTABLISHED     4242\r',
      '  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4',
      '  TCP    192.0.2.1:50001        198.51.100.7:443       TIME_WAIT       0',
      '  UDP    [::]:5353              *:*                                    1234',
    ].join('\n');
    const tasks = '"System","4","Services","0","144 K"\n"curl.exe","4242","Console","1","9,120 K"\n';
    expect(processesInNetstat(sockets, tasks)).toEqual([
      note('tcp', ['192.0.2.1', 50_000], ['198.51.100.7', 443], 'curl.exe', 4_242),
      note('tcp', ['', 80], null, 'System', 4),
      note('udp', ['', 5_353], null, '', 1_234),
    ]);
  });
});

it('the kernel’s states are read from ss', () => {
  const output =
    'ESTAB  1000   0      [::ffff:127.0.0.1]:9123  [::ffff:127.0.0.1]:47738 skmem:(r1832,rb131072,t0) bbr wscale:10,10 ' +
    'rto:204 rtt:0.057/0.028 mss:32768 cwnd:10 retrans:0/3 bbr:(bw:0bps,mrtt:0.057) send 45990175439bps rcv_space:65483\n' +
    'LISTEN 1      128                     *:9123                   *:*     skmem:(r0) cwnd:10 unacked:1   \n' +
    'FIN-WAIT-1 0 1 fe80::1%eth0:80 fe80::2%eth0:5000\n\nnonsense\n';
  expect(statesInSs(output)).toEqual([
    {
      kind: 'socket',
      local: { address: '127.0.0.1', port: 9_123 },
      remote: { address: '127.0.0.1', port: 47_738 },
      state: 'ESTAB',
      receiveQueue: 1_000,
      sendQueue: 0,
      values: {
        rto: 204,
        rtt: 0.057,
        rttvar: 0.028,
        mss: 32_768,
        cwnd: 10,
        retransNow: 0,
        retrans: 3,
        rcv_space: 65_483,
      },
    },
    expect.objectContaining({ state: 'LISTEN', remote: null, receiveQueue: 1, sendQueue: 128 }),
    expect.objectContaining({
      state: 'FIN-WAIT-1',
      local: { address: 'fe80::1', port: 80 },
      remote: { address: 'fe80::2', port: 5_000 },
      sendQueue: 1,
    }),
  ]);
});

describe('sockets that the kernel no longer has', () => {
  const socket = (port: number): SocketNote => ({
    kind: 'socket',
    local: { address: '127.0.0.1', port },
    remote: { address: '127.0.0.1', port: 80 },
    state: 'ESTAB',
    receiveQueue: 3,
    sendQueue: 0,
    values: { cwnd: 10 },
  });

  it('are told of once, when they were missing twice', () => {
    const departures = new Departures();
    expect(departures.since([socket(1), socket(2)])).toEqual([]);
    expect(departures.since([socket(2)])).toEqual([]);
    expect(departures.since([socket(2)])).toEqual([{ ...socket(1), state: 'CLOSED', receiveQueue: 0, values: {} }]);
    expect(departures.since([socket(2)])).toEqual([]);
  });

  it('are not those that were passed over once', () => {
    const departures = new Departures();
    for (const present of [[socket(1)], [], [socket(1)], [], [socket(1)]]) {
      expect(departures.since(present)).toEqual([]);
    }
  });
});

it('sockets are looked at as often as a quarter of the time allows, within bounds', () => {
  const pauses = (isLively: boolean) => [0, 2, 10, 30, 500].map((cost) => pauseAfter(cost, isLively));
  expect(pauses(false)).toEqual([20, 20, 30, 90, 100]);
  expect(pauses(true)).toEqual([2, 6, 30, 90, 100]);
});

it('an endpoint without a port is none', () => {
  for (const text of ['*:*', '', '192.0.2.1', 'x']) expect(endpointOf(text), text).toBeNull();
});

describe('ports that went by', () => {
  /** IPv4 (RFC 791 §3.1) with a TCP or UDP header after it. */
  const ipv4 = (protocol: number, fragment = 0): number[] => {
    const header = new Array<number>(20).fill(0);
    header[0] = 0x45;
    header[6] = fragment;
    header[9] = protocol;
    return [...header, 0x1f, 0x90, 0xc0, 0x00, 0, 0, 0, 0];
  };
  const ethernet = (type: number[], packet: number[]) => [...new Array<number>(12).fill(0), ...type, ...packet];
  const seen = (bytes: number[], linkType: number, length = bytes.length) => {
    const ports = new PortsSeen();
    // Somewhere within a larger piece.
    ports.look(Uint8Array.from([7, 7, 7, ...bytes]), 3, length, linkType);
    return [ports.has(8_080), ports.has(0xc000)];
  };

  it('are those of TCP and UDP on every link type that is known', () => {
    for (const protocol of [6, 17]) {
      const packet = ipv4(protocol);
      expect(seen(ethernet([8, 0], packet), 1)).toEqual([true, true]);
      expect(seen(ethernet([0x81, 0, 0, 5, 8, 0], packet), 1)).toEqual([true, true]);
      expect(seen([...new Array<number>(16).fill(0), ...packet], 113)).toEqual([true, true]);
      expect(seen([...new Array<number>(20).fill(0), ...packet], 276)).toEqual([true, true]);
      expect(seen(packet, 101)).toEqual([true, true]);
    }
  });

  it('are not taken from what has none', () => {
    expect(seen(ethernet([8, 0], ipv4(1)), 1)).toEqual([false, false]);
    expect(seen(ethernet([8, 0], ipv4(6, 1)), 1)).toEqual([false, false]);
    expect(seen(ethernet([8, 6], ipv4(6)), 1)).toEqual([false, false]);
    expect(seen(ipv4(6), 147)).toEqual([false, false]);
  });

  it('are not looked for behind the end of a packet', () => {
    const whole = ethernet([8, 0], ipv4(6));
    for (let length = 0; length < 14 + 24; length++) expect(seen(whole, 1, length)).toEqual([false, false]);
  });
});

function note(
  transport: 'tcp' | 'udp',
  [address, port]: [string, number],
  far: [string, number] | null,
  process: string,
  pid: number,
) {
  const remote = far === null ? null : { address: far[0], port: far[1] };
  return { kind: 'process', transport, local: { address, port }, remote, process, pid };
}
