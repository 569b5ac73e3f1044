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
const YEAR_2001 = 978_307_200;
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

/** ERF has no magic number: a known type with plausible lengths, and a second of this century as the time. */
function isErfRecord(head: Uint8Array): boolean {
  if (head.length < 16) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const seconds = view.getUint32(4, true);
  const recordLength = view.getUint16(10, false);
  const type = view.getUint8(8) & 0x7f;
  return type >= 1 && type <= 48 && recordLength >= 16 && seconds > YEAR_2001;
}
