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

/** One interface that packets were captured on. A pcap file has exactly one. */
export interface CaptureInterface {
  /** Place in the capture's table, counted over all sections. */
  readonly index: number;
  readonly section: number;
  /** LINKTYPE_ number as registered at https://www.tcpdump.org/linktypes.html. */
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
