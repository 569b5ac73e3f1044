const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);

/**
 * One packet as the file holds it. A reader fills the same object again and again, so that walking a file allocates
 * nothing: whoever wants to keep something copies it out before the next `next()` or `fill()`.
 */
export class PacketRecord {
  /** The window that holds the packet; the packet is `bytes[start, start + capturedLength)`. */
  bytes: Uint8Array = NO_BYTES;
  /** A view over the whole of `bytes`. */
  view: DataView = NO_VIEW;
  start = 0;
  capturedLength = 0;
  originalLength = 0;
  /** Where the packet's data begin in the file, decompressed. */
  fileOffset = 0;
  /** Index into the capture's `interfaces`, which are counted over all sections. */
  interface = 0;
  /** False for a simple packet block, which carries no time. */
  hasTime = true;
  /** Whole seconds since 1970-01-01 UTC. */
  seconds = 0;
  /** 0 to 999,999,999. */
  nanoseconds = 0;
  comments: readonly string[] | null = null;
  /** epb_flags of an enhanced packet block (direction, reception type, FCS length, errors), else 0. */
  flags = 0;
}
