import type { CaptureWriter } from './capture-writer';
import { WrittenStream } from './content';
import { Frame, type Route } from './frame';
import { Random } from './random';
import { encodeSegment, FLAG, type Segment } from './segment';

const SCANNER_MAC = Uint8Array.of(2, 0, 0x5e, 0x20, 0, 1);
const GATEWAY_MAC = Uint8Array.of(2, 0, 0x5e, 0x20, 0, 2);
const MEAN_GAP = 40;

/** A port scan: `connections` connections of one SYN each, no two of one 4-tuple; a share is answered by a reset. */
export function generateScan(writer: CaptureWriter, seed: number, connections: number, answered: number): void {
  const random = new Random(seed);
  const frame = new Frame();
  const stream = new WrittenStream();
  const scanner = Uint8Array.of(198, 18, 0, 1);
  let time = 0;
  for (let index = 0; index < connections && !writer.full; index++) {
    const target = Uint8Array.of(10, index >> 16, (index >> 8) & 255, index & 255);
    const out = route(SCANNER_MAC, GATEWAY_MAC, scanner, target);
    const ports = {
      source: 1_024 + (index % 60_000),
      destination: random.pick([21, 22, 23, 25, 80, 110, 143, 443, 445, 3306, 3389, 5432, 8080]),
      initialSequence: random.word(),
      peerInitialSequence: 0,
    };
    time += 1 + random.exponential(MEAN_GAP);
    encodeSegment(frame, out, ports, bare(FLAG.syn, random.integer(0, 0xffff)), stream);
    writer.write(time, frame.bytes, frame.length);
    if (!random.chance(answered)) continue;
    time += 1 + random.exponential(MEAN_GAP);
    const back = route(GATEWAY_MAC, SCANNER_MAC, target, scanner);
    const swapped = {
      source: ports.destination,
      destination: ports.source,
      initialSequence: 0,
      peerInitialSequence: ports.initialSequence,
    };
    encodeSegment(frame, back, swapped, bare(FLAG.rst | FLAG.ack, 0), stream);
    writer.write(time, frame.bytes, frame.length);
  }
}

function bare(flags: number, identification: number): Segment {
  const syn = (flags & FLAG.syn) !== 0;
  return {
    sequence: 0,
    acknowledgment: syn ? 0 : 1,
    length: 0,
    flags,
    window: syn ? 1024 : 0,
    timestamp: -1,
    echo: -1,
    sack: [],
    identification,
    open: syn ? { maximumSegmentSize: 1460, windowScale: -1, sackPermitted: false } : null,
  };
}

function route(sourceMac: Uint8Array, destinationMac: Uint8Array, source: Uint8Array, destination: Uint8Array): Route {
  return { sourceMac, destinationMac, source, destination, vlan: 0, hopLimit: 52, flowLabel: 0 };
}
