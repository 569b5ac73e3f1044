import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ReadPacket, readCapture } from '../../main/files/read-everything';
import { startReference } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const CUT_BY_BINDING = 65_535;
const JUMBO = 8_900;
/** Of UDP's data in an IP packet of 65,535 bytes. */
const LONGEST = 65_507;
const missing = missingRequirement();

describe.skipIf(missing)(`between two network namespaces${because(missing)}`, () => {
  const stage = useStage();

  for (const backend of ['dumpcap', 'tcpdump', 'cap'] as const) {
    const lacking = missingRequirement(backend);
    it.skipIf(lacking)(`${backend} writes the packets that a second tcpdump does${because(lacking)}`, async () => {
      const { network } = stage;
      const path = stage.file(`${backend}.pcapng`);
      const reference = stage.file(`${backend}-reference.pcap`);
      const stop = await startReference(network, reference);
      const capture = await stage.capture('-w', path, '--backend', backend, '--buffer', '64');
      await network.traffic('udp', 2_000, 100, 0.0002);
      await network.traffic('udp', 50, JUMBO, 0.001);
      await network.traffic('udp', 20, LONGEST, 0.001);
      // The kernel hands over segments of up to 64 KiB, which a device would cut into smaller ones.
      await network.traffic('tcp', 30_000_000);
      const { code, output, errors } = await capture.interrupt();
      expect({ code, errors }).toEqual({ code: 0, errors: `wirestate: capturing on wsa with ${backend}\n` });
      await stop();
      const [ours, theirs] = [await readCapture(path), await readCapture(reference)];
      expect(ours.warnings).toEqual([]);
      const longest = backend === 'cap' ? CUT_BY_BINDING : Number.POSITIVE_INFINITY;
      expectSamePackets(ours.packets, theirs.packets, longest);
      expect(theirs.packets.filter(({ originalLength }) => originalLength === LONGEST + 42).length).toBeGreaterThan(20);
      expect(theirs.packets.filter(({ originalLength }) => originalLength === JUMBO + 42)).toHaveLength(50);
      expect(output).toMatch(new RegExp(`^${ours.packets.length} packets captured`));
      if (backend !== 'cap') expectSameTimes(ours.packets, theirs.packets);
      const [described] = ours.capture.interfaces;
      expect(described!.comments[0]).toContain(
        backend === 'cap' ? 'timestamps by Wirestate' : 'timestamps by the kernel',
      );
    });
  }
});

/** Length on the wire, and a digest of every byte that can be there. */
function told({ originalLength, data }: ReadPacket, longest: number): string {
  return `${originalLength} ${createHash('sha1').update(data.subarray(0, longest)).digest('base64')}`;
}

function expectSamePackets(ours: readonly ReadPacket[], theirs: readonly ReadPacket[], longest: number): void {
  const both = [ours, theirs].map((packets) => packets.map((packet) => told(packet, longest)));
  const different = both[0]!.findIndex((packet, at) => packet !== both[1]![at]);
  expect({ count: ours.length, different }).toEqual({ count: theirs.length, different: -1 });
}

/** Both are stamped by the kernel: once for each socket, a moment apart. */
function expectSameTimes(ours: readonly ReadPacket[], theirs: readonly ReadPacket[]): void {
  const apart = ours.map((packet, at) => {
    const other = theirs[at]!;
    return Math.abs((packet.seconds - other.seconds) * 1e9 + packet.nanoseconds - other.nanoseconds);
  });
  expect(Math.max(...apart)).toBeLessThan(5_000_000);
}
