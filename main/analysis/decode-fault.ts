/** Why a protocol could not be read to its end. What decoded before it stands; nothing after it is trusted. */
export interface DecodeFault {
  /** Display-filter name of the protocol that was being read. */
  readonly protocol: string;
  /** 'cut': the capture holds less of the frame than there was; 'malformed': the packet contradicts itself. */
  readonly kind: 'cut' | 'malformed';
  /** Offset in the data source. */
  readonly offset: number;
  /** Number of bytes that were needed at the offset, and that were there; both 0 where length is not the matter. */
  readonly needed: number;
  readonly available: number;
  readonly reason: string;
}
