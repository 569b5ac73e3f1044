import { writeFileSync } from 'node:fs';

/** Writes a pcap file of Ethernet frames that carry UDP from 192.0.2.1 to 192.0.2.2 (RFC 5737). @returns its path */
export function writeSmallCapture(path: string, packets = 3): string {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  const records = Array.from({ length: packets }, (_, index) => record(index, udpFrame(40_000 + index)));
  writeFileSync(path, Buffer.concat([header, ...records]));
  return path;
}

function record(index: number, frame: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_700_000_000 + index, 0);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

function udpFrame(sourcePort: number): Buffer {
  const ethernet = Buffer.from('0200000000020200000000010800', 'hex');
  const ip = Buffer.from('450000200001000040110000c0000201c0000202', 'hex');
  const udp = Buffer.from('00000fa0000c000074657374', 'hex');
  udp.writeUInt16BE(sourcePort, 0);
  return Buffer.concat([ethernet, ip, udp]);
}
