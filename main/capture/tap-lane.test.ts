import { describe, expect, it } from 'vitest';
import { dumpcap } from './dumpcap';
import { TapLane } from './tap-lane';
import type { TapProcess } from './tap-process';
import { tcpdump } from './tcpdump';

const SLL = 113;
const SLL2 = 276;

/** A lane that captured so many packets, and whose tap said that. */
function counted(device: string, packets: readonly Uint8Array[], said: readonly string[], linkType = SLL) {
  const lane = new TapLane(device);
  lane.described = { linkType } as TapLane['described'];
  for (const bytes of packets) lane.took(0, bytes.length, bytes, 0, bytes.length);
  const counts = Object.assign({}, ...said.map((line) => tcpdump.countsIn(line) ?? dumpcap.countsIn(line)));
  lane.tap = { counts } as TapProcess;
  return lane.counters();
}

/** The header with the interface's ARPHRD type: 1 for Ethernet, 772 for loopback (if_arp.h). */
function cooked(type: number, linkType: number): Uint8Array {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, linkType === SLL ? 2 : 8);
  return header;
}

const times = (count: number, packet: Uint8Array) => Array.from({ length: count }, () => packet);

describe('the counts of a lane', () => {
  it("are half of the kernel's on loopback, but for what the program itself drops", () => {
    // As both said on lo, of 40,000 packets of which 13,731 and 9,723 were captured.
    const byTcpdump = '13731 packets captured, 80000 packets received by filter, 52536 packets dropped by kernel';
    const ethernet = times(100, new Uint8Array(60));
    expect(counted('lo', ethernet, [byTcpdump])).toMatchObject({ received: 40_000, droppedByKernel: 26_268 });
    const byDumpcap =
      "Packets received/dropped on interface 'lo': 9723/60554 (pcap:60554/dumpcap:3/flushed:0/ps_ifdrop:0) (1%)";
    expect(counted('lo', ethernet, [byDumpcap])).toMatchObject({ received: 40_003, droppedByKernel: 30_280 });
  });

  it("are the kernel's on any other interface", () => {
    const said = '60 packets captured, 100 packets received by filter, 40 packets dropped by kernel';
    const lane = counted('eth0', times(60, new Uint8Array(60)), [said]);
    expect(lane).toMatchObject({ received: 100, droppedByKernel: 40, missing: null });
  });

  it("have loopback's part of what `any` captured once", () => {
    for (const linkType of [SLL, SLL2]) {
      const [loopback, other] = [cooked(772, linkType), cooked(1, linkType)];
      const all = '80000 packets received by filter, 40000 packets dropped by kernel';
      expect(counted('any', times(200, loopback), [all], linkType)).toMatchObject({
        received: 40_000,
        droppedByKernel: 20_000,
      });
      expect(counted('any', times(200, other), [all], linkType)).toMatchObject({
        received: 80_000,
        droppedByKernel: 40_000,
      });
      // 100 of loopback and 100 of others are 300 to the kernel.
      const half = [...times(100, loopback), ...times(100, other)];
      expect(
        counted('any', half, ['600 packets received by filter, 300 packets dropped by kernel'], linkType),
      ).toMatchObject({ received: 400, droppedByKernel: 200 });
    }
  });
});
