// The classic pcap format and its relatives: draft-ietf-opsawg-pcap, and for the relatives what libpcap's manual page
// pcap-savefile(5) and files written by `tshark -F` show.

export interface PcapVariant {
  readonly littleEndian: boolean;
  readonly majorVersion: number;
  readonly nanoseconds: boolean;
  readonly fileHeaderLength: number;
  readonly recordHeaderLength: number;
  /** Versions before 2.3 wrote original length first; 2.3 did so in some programs ('maybe'). */
  readonly lengthsSwapped: 'no' | 'yes' | 'maybe';
  /** LINKTYPE_ number without the bits above it. */
  readonly linkType: number;
  /** Length of the frame check sequence at the end of each packet in bytes, null when the header does not tell. */
  readonly frameCheckLength: number | null;
  readonly name: string;
}

interface Kind {
  readonly nanoseconds: boolean;
  readonly fileHeaderLength: number;
  /** Possible record header lengths with their names, the usual one first. */
  readonly layouts: readonly (readonly [length: number, name: string])[];
}

const KINDS = new Map<number, Kind>([
  [
    0xa1b2c3d4,
    {
      nanoseconds: false,
      fileHeaderLength: 24,
      layouts: [
        [16, ''],
        [24, 'Red Hat 6.1'],
        [20, 'Nokia'],
      ],
    },
  ],
  [0xa1b23c4d, { nanoseconds: true, fileHeaderLength: 24, layouts: [[16, '']] }],
  [
    0xa1b2cd34,
    {
      nanoseconds: false,
      fileHeaderLength: 24,
      layouts: [
        [24, 'modified (Kuznetzov)'],
        [28, 'SuSE 6.3'],
      ],
    },
  ],
  // Ixia's lcap, of hardware and of software: four more bytes of file header give the length of all records.
  [0x1c0001ac, { nanoseconds: false, fileHeaderLength: 28, layouts: [[16, 'Ixia hardware']] }],
  [0x1c0001ab, { nanoseconds: false, fileHeaderLength: 28, layouts: [[16, 'Ixia software']] }],
]);

/** AIX's tcpdump writes version 2.2 with nanoseconds, and interface types (RFC 1573 ifType) in place of LINKTYPEs. */
const AIX_LINK_TYPES = new Map([
  [6, 1],
  [9, 6],
  [15, 10],
  [24, 0],
]);

const USUAL_MAXIMUM_PACKET = 262_144;
/** Above this no snap length is believed. */
const LARGEST_PACKET = 128 * 1024 * 1024;
/** D-Bus, USB and EBHSCR captures hold messages far longer than frames. */
const LINK_TYPES_OF_LONG_PACKETS = new Set([189, 220, 231, 249, 266, 279]);

/** What may stand in a record at most; a longer one shows that the place in the file is lost. */
export function maximumPacketLength(linkType: number, snapLength: number): number {
  if (LINK_TYPES_OF_LONG_PACKETS.has(linkType)) return LARGEST_PACKET;
  return Math.max(USUAL_MAXIMUM_PACKET, Math.min(snapLength, LARGEST_PACKET));
}

const LAYOUT_PROBE_RECORDS = 8;
const A_YEAR = 366 * 86_400;

export function isPcapMagic(head: DataView): boolean {
  return head.byteLength >= 4 && (KINDS.has(head.getUint32(0, true)) || KINDS.has(head.getUint32(0, false)));
}

/** Length of the file header that this magic number begins. */
export function pcapHeaderLength(head: DataView): number {
  return (KINDS.get(head.getUint32(0, true)) ?? KINDS.get(head.getUint32(0, false)))!.fileHeaderLength;
}

/**
 * Which variant a file is, from its header and as many of its first bytes as there are at hand.
 * @param atEnd whether `head` holds the whole file
 */
export function recognizePcapVariant(head: DataView, atEnd: boolean): PcapVariant {
  const littleEndian = KINDS.has(head.getUint32(0, true));
  const kind = KINDS.get(head.getUint32(0, littleEndian))!;
  const major = head.getUint16(4, littleEndian);
  const minor = head.getUint16(6, littleEndian);
  const [recordHeaderLength, layout] = chooseLayout(head, kind, littleEndian, atEnd);
  const linkField = head.getUint32(20, littleEndian);
  const aixLinkType = major === 2 && minor === 2 ? AIX_LINK_TYPES.get(linkField) : undefined;
  const nanoseconds = kind.nanoseconds || aixLinkType !== undefined;
  const words = [
    'pcap',
    aixLinkType === undefined ? layout : 'AIX',
    nanoseconds ? 'nanoseconds' : 'microseconds',
    littleEndian ? 'little-endian' : 'big-endian',
  ];
  return {
    littleEndian,
    majorVersion: major,
    nanoseconds,
    fileHeaderLength: kind.fileHeaderLength,
    recordHeaderLength,
    lengthsSwapped: swapping(major, minor),
    linkType: aixLinkType ?? linkField & 0x03ffffff,
    // Bit 26 says that the top four bits hold the length of the frame check sequence, in units of 16 bits.
    frameCheckLength: linkField & 0x04000000 ? (linkField >>> 28) * 2 : null,
    name: words.filter((word) => word !== '').join(', '),
  };
}

function swapping(major: number, minor: number): PcapVariant['lengthsSwapped'] {
  // 543.0 is what DG/UX's tcpdump wrote.
  if ((major === 2 && minor < 3) || (major === 543 && minor === 0)) return 'yes';
  return major === 2 && minor === 3 ? 'maybe' : 'no';
}

/** Several programs lengthened the record header without changing the magic number: the one that fits is taken. */
function chooseLayout(head: DataView, kind: Kind, littleEndian: boolean, atEnd: boolean): readonly [number, string] {
  const usual = kind.layouts[0]!;
  const asUsual = walkChain(head, kind, usual[0], littleEndian, atEnd);
  if (asUsual.fits) return usual;
  for (const layout of kind.layouts.slice(1)) {
    const chain = walkChain(head, kind, layout[0], littleEndian, atEnd);
    // A cut or damaged file of the usual layout may look right by chance for one record, hardly for two.
    if (chain.records >= 2 && (chain.fits || chain.records > asUsual.records)) return layout;
  }
  return usual;
}

interface Chain {
  /** Whole records that look right, at most LAYOUT_PROBE_RECORDS. */
  readonly records: number;
  /** Whether they reach to the end of what there is without a flaw. */
  readonly fits: boolean;
}

/** Follows the first records as if their headers were `headerLength` bytes long. */
function walkChain(head: DataView, kind: Kind, headerLength: number, littleEndian: boolean, atEnd: boolean): Chain {
  const isUsual = headerLength === kind.layouts[0]![0];
  let at = kind.fileHeaderLength;
  for (let records = 0; records < LAYOUT_PROBE_RECORDS; records++) {
    if (at === head.byteLength) return { records, fits: true };
    if (at + headerLength > head.byteLength) return { records, fits: !atEnd };
    const captured = head.getUint32(at + 8, littleEndian);
    if (captured > USUAL_MAXIMUM_PACKET) return { records, fits: false };
    if (!isUsual && !isLikely(head, kind, at, littleEndian)) return { records, fits: false };
    at += headerLength + captured;
    if (at > head.byteLength) return { records, fits: !atEnd };
  }
  return { records: LAYOUT_PROBE_RECORDS, fits: true };
}

/** Usual files do hold odd times and lengths, so that these speak against the other layouts only. */
function isLikely(head: DataView, kind: Kind, at: number, littleEndian: boolean): boolean {
  const sinceFirst = head.getUint32(at, littleEndian) - head.getUint32(kind.fileHeaderLength, littleEndian);
  const fraction = head.getUint32(at + 4, littleEndian);
  const original = head.getUint32(at + 12, littleEndian);
  return Math.abs(sinceFirst) < A_YEAR && fraction < 1_000_000 && original <= USUAL_MAXIMUM_PACKET;
}
