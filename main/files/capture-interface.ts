/** An exact instant: whole seconds since 1970-01-01 UTC and 0 to 999,999,999 nanoseconds. */
export interface CaptureTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** What an interface statistics block told: counts since capturing began, as far as it told them. */
export interface InterfaceStatistics {
  /** When the counts were taken; null when the block has no time. */
  readonly time: CaptureTime | null;
  readonly startTime: CaptureTime | null;
  readonly endTime: CaptureTime | null;
  readonly received: number | null;
  readonly droppedByInterface: number | null;
  readonly acceptedByFilter: number | null;
  readonly droppedByOperatingSystem: number | null;
  readonly delivered: number | null;
  readonly comments: readonly string[];
}

/**
 * Wireshark numbers custom and journal blocks as frames, and so do we, that numbers agree. They belong to no interface
 * that captures; these stand in as the link types of one made up for them, outside the range of LINKTYPE_ numbers.
 */
export const CUSTOM_BLOCK_LINK_TYPE = 0x10bad;
export const JOURNAL_LINK_TYPE = 0x10009;

/** Whether packets of this interface are blocks of the file rather than captured. */
export function holdsBlocks(described: CaptureInterface): boolean {
  return described.linkType > 0xffff;
}

/** One interface that packets were captured on. A pcap file has exactly one. */
export interface CaptureInterface {
  /** Place in the capture's table, counted over all sections. */
  readonly index: number;
  readonly section: number;
  /** LINKTYPE_ number as registered at https://www.tcpdump.org/linktypes.html, or one of the two above. */
  readonly linkType: number;
  /** Most bytes kept of a packet; 0 means no limit. */
  readonly snapLength: number;
  readonly name: string | null;
  readonly description: string | null;
  /** The text of the capture filter; null when there was none or it is kept as bytecode only. */
  readonly filter: string | null;
  readonly operatingSystem: string | null;
  readonly hardware: string | null;
  /** Time stamp ticks in a second: 1e6 unless the file says otherwise. */
  readonly ticksPerSecond: number;
  /** The raw if_tsresol byte: bit 7 set means a power of two, else of ten. */
  readonly timestampResolution: number;
  /** Seconds added to every time stamp. */
  readonly offsetSeconds: number;
  /** As "192.0.2.1/255.255.255.0". */
  readonly ipv4Addresses: readonly string[];
  /** As "2001:db8:0:0:0:0:0:1/64". */
  readonly ipv6Addresses: readonly string[];
  /** As "02:00:00:00:00:01". */
  readonly macAddress: string | null;
  readonly euiAddress: string | null;
  /** Bits per second. */
  readonly speed: number | null;
  /** Length of the frame check sequence at the end of each packet, in bytes; null when unknown. */
  readonly frameCheckLength: number | null;
  readonly comments: readonly string[];
  /** The last interface statistics block, null until one was read. */
  statistics: InterfaceStatistics | null;
}

/** An interface of which no more is known than the link type. */
export function plainInterface(index: number, section: number, linkType: number): CaptureInterface {
  return {
    index,
    section,
    linkType,
    snapLength: 0,
    name: null,
    description: null,
    filter: null,
    operatingSystem: null,
    hardware: null,
    ticksPerSecond: 1_000_000,
    timestampResolution: 6,
    offsetSeconds: 0,
    ipv4Addresses: [],
    ipv6Addresses: [],
    macAddress: null,
    euiAddress: null,
    speed: null,
    frameCheckLength: null,
    comments: [],
    statistics: null,
  };
}
