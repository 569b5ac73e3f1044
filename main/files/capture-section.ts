/** One section of a pcapng file: one capturing run, with its own byte order and interfaces. */
export interface CaptureSection {
  readonly index: number;
  readonly offset: number;
  readonly littleEndian: boolean;
  readonly hardware: string | null;
  readonly operatingSystem: string | null;
  readonly application: string | null;
  readonly comments: readonly string[];
}

/** One address with its names, from a name resolution block. */
export interface NameResolution {
  readonly section: number;
  /** 4 bytes of IPv4, 16 of IPv6, 6 of EUI-48, 8 of EUI-64. */
  readonly address: Uint8Array;
  readonly kind: 'ipv4' | 'ipv6' | 'eui48' | 'eui64';
  readonly names: readonly string[];
}

/** One decryption secrets block. `bytes` are kept as they stand. */
export interface DecryptionSecrets {
  readonly section: number;
  /** 0x544c534b for a TLS key log, 0x57474b4c for WireGuard, ... */
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly comments: readonly string[];
}

/** Where a custom block stands; its bytes are read from the file when they are wanted. */
export interface CustomBlock {
  readonly section: number;
  /** IANA private enterprise number. */
  readonly enterprise: number;
  /** Whether the block may be copied to another file by a program that does not understand it. */
  readonly mayBeCopied: boolean;
  /** Of the data after the enterprise number, options included. */
  readonly fileOffset: number;
  readonly length: number;
}
