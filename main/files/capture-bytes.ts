// Captures made byte by byte, for tests: each function gives the bytes of one header, record, block or option.

export type ByteOrder = 'little' | 'big';

type Field = readonly [size: 1 | 2 | 4 | 8, value: number | bigint];

export function fields(order: ByteOrder, ...list: Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  const isLittle = order === 'little';
  let at = 0;
  for (const [size, value] of list) {
    if (size === 1) view.setUint8(at, Number(value));
    else if (size === 2) view.setUint16(at, Number(value), isLittle);
    else if (size === 4) view.setUint32(at, Number(value), isLittle);
    else view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), isLittle);
    at += size;
  }
  return bytes;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** `length` bytes that count up from `first`, so that any displacement shows. */
export function counting(length: number, first = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (first + index) & 0xff);
}

export interface PcapHeader {
  readonly order?: ByteOrder;
  readonly magic?: number;
  readonly major?: number;
  readonly minor?: number;
  readonly snapLength?: number;
  readonly linkType?: number;
}

export function pcapHeader(header: PcapHeader = {}): Uint8Array {
  const { order = 'little', magic = 0xa1b2c3d4, major = 2, minor = 4, snapLength = 262144, linkType = 1 } = header;
  return fields(order, [4, magic], [2, major], [2, minor], [4, 0], [4, 0], [4, snapLength], [4, linkType]);
}

export interface PcapRecord {
  readonly order?: ByteOrder;
  readonly seconds?: number;
  readonly fraction?: number;
  readonly captured?: number;
  readonly original?: number;
  /** Bytes that a variant puts between the record header and the packet. */
  readonly extra?: number;
}

export function pcapRecord(data: Uint8Array, record: PcapRecord = {}): Uint8Array {
  const { order = 'little', seconds = 1_700_000_000, fraction = 123_456, extra = 0 } = record;
  const { captured = data.length, original = data.length } = record;
  const header = fields(order, [4, seconds], [4, fraction], [4, captured], [4, original]);
  return concat(header, new Uint8Array(extra), data);
}

export function padded(data: Uint8Array): Uint8Array {
  return concat(data, new Uint8Array((4 - (data.length & 3)) & 3));
}

export function option(code: number, value: Uint8Array, order: ByteOrder = 'little'): Uint8Array {
  return concat(fields(order, [2, code], [2, value.length]), padded(value));
}

export function endOfOptions(order: ByteOrder = 'little'): Uint8Array {
  return fields(order, [2, 0], [2, 0]);
}

/** @param total what the block says of its length, at both ends */
export function block(
  type: number,
  body: Uint8Array,
  order: ByteOrder = 'little',
  total = body.length + 12,
): Uint8Array {
  return concat(fields(order, [4, type], [4, total]), body, fields(order, [4, total]));
}

export function sectionHeader(
  order: ByteOrder = 'little',
  options: Uint8Array = new Uint8Array(0),
  major = 1,
  minor = 0,
): Uint8Array {
  const fixed = fields(order, [4, 0x1a2b3c4d], [2, major], [2, minor], [8, -1n]);
  return block(0x0a0d0d0a, concat(fixed, options), order);
}

export function interfaceDescription(
  order: ByteOrder = 'little',
  linkType = 1,
  snapLength = 0,
  options: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return block(1, concat(fields(order, [2, linkType], [2, 0], [4, snapLength]), options), order);
}

export interface EnhancedPacket {
  readonly order?: ByteOrder;
  readonly interface?: number;
  readonly ticks?: bigint;
  readonly captured?: number;
  readonly original?: number;
  readonly options?: Uint8Array;
}

export function enhancedPacket(data: Uint8Array, packet: EnhancedPacket = {}): Uint8Array {
  const { order = 'little', ticks = 1_700_000_000_123_456n, options = new Uint8Array(0) } = packet;
  const { captured = data.length, original = data.length } = packet;
  const halves: Field[] = [
    [4, ticks >> 32n],
    [4, ticks & 0xffffffffn],
  ];
  const fixed = fields(order, [4, packet.interface ?? 0], ...halves, [4, captured], [4, original]);
  return block(6, concat(fixed, padded(data), options), order);
}
