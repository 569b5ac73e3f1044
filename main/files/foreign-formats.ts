/** Formats that are recognized in order to be named, not read: their first bytes, as Latin-1 text. */
const FOREIGN: readonly (readonly [start: string, name: string, remedy: string])[] = [
  ['snoop\0\0\0', 'a Sun snoop capture', 'convert'],
  ['btsnoop\0', 'a btsnoop Bluetooth capture', 'convert'],
  ['RTSS', 'a Microsoft Network Monitor 1 capture', 'convert'],
  ['GMBU', 'a Microsoft Network Monitor 2 capture', 'convert'],
  ['TRSNIFF data', 'a Network General Sniffer capture', 'convert'],
  ['XCP\0', 'a NetXray or Sniffer for Windows capture', 'convert'],
  ['ObserverPktBuffe', 'a Viavi Observer capture', 'convert'],
  ['\x54\x52\x00\x64', 'an HP-UX nettl trace', 'convert'],
  ['\x04\x22\x4d\x18', 'an LZ4-compressed file', 'unpack it first with: lz4 -d'],
  ['\xfd7zXZ\0', 'an xz-compressed file', 'unpack it first with: xz -d'],
  ['BZh', 'a bzip2-compressed file', 'unpack it first with: bzip2 -d'],
  ['PK\x03\x04', 'a ZIP archive', 'unpack it first'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', 'unpack it first'],
];

export interface ForeignFormat {
  readonly name: string;
  readonly remedy: string;
}

/** In seconds since 1970. */
const YEAR_1995 = 788_918_400;
const YEAR_2050 = 2_524_608_000;
const CONVERT = 'convert it with: editcap -F pcapng IN OUT';

/** What a file that is neither pcap nor pcapng seems to be, in words. */
export function nameForeignFormat(head: Uint8Array): ForeignFormat {
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1');
  for (const [start, name, remedy] of FOREIGN) {
    if (text.startsWith(start)) return { name, remedy: remedy === 'convert' ? CONVERT : remedy };
  }
  if (isErfRecord(head)) return { name: 'what looks like an Endace ERF capture', remedy: CONVERT };
  const remedy = 'open a pcap or pcapng file, plain or compressed with gzip or zstd';
  if (/^[\t\r\n\x20-\x7e]+$/.test(text)) {
    const line = text.split(/[\r\n]/, 1)[0]!.slice(0, 40);
    return { name: `text that begins "${line}"`, remedy };
  }
  const bytes = Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { name: `the bytes ${bytes}`, remedy };
}

/**
 * ERF has no magic number: a known type, a length on the wire that may be the record's, a time of these days, and another such
 * record behind it where that was read.
 */
function isErfRecord(head: Uint8Array): boolean {
  const length = erfRecordLength(head, 0);
  if (length === null) return false;
  return head.length < length + ERF_HEADER || erfRecordLength(head, length) !== null;
}

const ERF_HEADER = 16;
/** What padding, snap length and the headers of a link may make of a difference between a record and its packet. */
const ERF_SLACK = 64;

/** The length of the record that may begin there; null for what can be none. */
function erfRecordLength(bytes: Uint8Array, at: number): number | null {
  if (bytes.length < at + ERF_HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, ERF_HEADER);
  const seconds = view.getUint32(4, true);
  const type = view.getUint8(8) & 0x7f;
  const recordLength = view.getUint16(10, false);
  const wireLength = view.getUint16(14, false);
  const isPlausible =
    type >= 1 &&
    type <= 48 &&
    recordLength >= ERF_HEADER &&
    recordLength <= ERF_HEADER + wireLength + ERF_SLACK &&
    seconds > YEAR_1995 &&
    seconds < YEAR_2050;
  return isPlausible ? recordLength : null;
}
