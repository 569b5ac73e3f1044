import { describe, expect, it } from 'vitest';
import { loopbackOnce, parseNetstat } from './device-traffic';
import { dumpcap } from './dumpcap';
import { interfaceOfDumpcap } from './interface-list';
import { parseDeviceTable } from './proc-net-dev';
import { tcpdump } from './tcpdump';

describe('interfaces', () => {
  it('are taken from what dumpcap lists', () => {
    const wifi = interfaceOfDumpcap('1. \\Device\\NPF_{AB}\t\tWi-Fi\t0\t192.0.2.2,fe80::1\tnetwork\t');
    expect(wifi).toMatchObject({ device: '\\Device\\NPF_{AB}', description: 'Wi-Fi', loopback: false });
    expect(wifi?.addresses).toEqual(['192.0.2.2', 'fe80::1']);
    expect(interfaceOfDumpcap('3. lo\t\tLoopback\t0\t127.0.0.1\tloopback\t')).toMatchObject({ loopback: true });
    expect(interfaceOfDumpcap('2. any\t\t\t0\t\tnetwork\t')).toMatchObject({ everything: true, addresses: [] });
    for (const line of ['', 'Running as root.', 'lo']) expect(interfaceOfDumpcap(line)).toBeNull();
  });

  it('have their counters in /proc/net/dev, whatever stands before the colon', () => {
    const table = [
      'Inter-|   Receive                                                |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
      '    lo: 1000      10    0    1    2     0          0         0     1000      10    0    0    0     0       0          0',
      'enx00e04c:5 1 0 0 0 0 0 0 7 2 0 0 0 0 0 0',
    ].join('\n');
    expect([...parseDeviceTable(table)]).toEqual([
      ['lo', { packets: 20, bytes: 2_000, dropped: 3 }],
      ['enx00e04c', { packets: 3, bytes: 12, dropped: 0 }],
    ]);
  });

  it('have their counters in netstat, with or without a hardware address', () => {
    const output = [
      'Name       Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes  Coll Drop',
      'lo0        16384 <Link#1>                          100     0       5000      100     0       5000     0    0',
      'lo0        16384 127           127.0.0.1           100     -       5000      100     -       5000     -   -',
      'en0        1500  <Link#4>    02:00:00:00:00:01     200     0      70000      150     0       9000     0    3',
      'utun0*     1380  <Link#9>                            0     0          0        1     0         80     0    0',
    ].join('\n');
    expect([...parseNetstat(output)]).toEqual([
      ['lo0', { packets: 200, bytes: 10_000, dropped: 0 }],
      ['en0', { packets: 350, bytes: 79_000, dropped: 3 }],
      ['utun0', { packets: 1, bytes: 80, dropped: 0 }],
    ]);
  });
});

describe('traffic on loopback', () => {
  it('is counted as sent and as received, and told once', () => {
    const counted = { packets: 200, bytes: 10_000, dropped: 3 };
    for (const device of ['lo', 'lo0']) {
      expect(loopbackOnce(device, counted)).toEqual({ packets: 100, bytes: 5_000, dropped: 3 });
    }
    expect(loopbackOnce('eth0', counted)).toEqual(counted);
  });
});

describe('counts', () => {
  it('are read from what tcpdump says, on one line or several', () => {
    const line = 'tcpdump: 544 packets captured, 800000 packets received by filter, 798635 packets dropped by kernel';
    expect(tcpdump.countsIn(line)).toEqual({ received: 800_000, droppedByKernel: 798_635 });
    expect(tcpdump.countsIn('1 packet dropped by interface')).toEqual({ droppedByInterface: 1 });
    expect(tcpdump.countsIn('tcpdump: listening on lo, snapshot length 262144 bytes')).toBeNull();
  });

  it('are read from what dumpcap says at its end, every kind of drop counted', () => {
    const line =
      "Packets received/dropped on interface 'Loopback: lo': 463/681394 (pcap:681000/dumpcap:300/flushed:94/ps_ifdrop:7) (0.1%)";
    expect(dumpcap.countsIn(line)).toEqual({
      taken: 463,
      droppedByKernel: 681_000,
      droppedByProgram: 394,
      droppedByInterface: 7,
    });
    expect(dumpcap.countsIn('Packets captured: 463')).toBeNull();
  });
});
