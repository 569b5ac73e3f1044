import { type CapHandle, loadCap } from './cap-binding';
import { emptyCapture } from './offline-filter';
import { WallClock } from './wall-clock';

/** Large enough for whatever the binding gives: it cuts at 65,535 bytes. */
const LONGEST_PACKET = 262_144;
const CUT_BY_BINDING = 65_535;
const BATCH_LENGTH = 512 * 1024;
/** While packets never pause, a batch still goes out after so long. */
const batchMilliseconds = 5;

export interface CapOptions {
  readonly device: string;
  readonly filter: string;
  readonly snapLength: number;
  readonly bufferBytes: number;
}

/**
 * Captures with the binding and writes pcap with nanoseconds. The binding hands packets over without the kernel's times, so each
 * is stamped the moment it arrives.
 * @throws where the device or the filter is refused, in libpcap's words
 */
export function captureWithCap(
  options: CapOptions,
  write: (bytes: Uint8Array) => void,
  binding = loadCap(),
): CapHandle {
  if (binding === null) throw new Error('the capture binding cap is not there');
  const packet = Buffer.allocUnsafe(LONGEST_PACKET);
  const handle = new binding.Cap();
  const linkType = linkTypeOf(handle.open(options.device, options.filter, options.bufferBytes, packet));
  const batch = new PacketBatch(packet, options.snapLength, linkType, write);
  handle.on('packet', (length: number) => batch.add(length));
  return handle;
}

class PacketBatch {
  private readonly bytes = Buffer.allocUnsafe(BATCH_LENGTH);
  private readonly view = new DataView(this.bytes.buffer, this.bytes.byteOffset, BATCH_LENGTH);
  private readonly clock = new WallClock();
  private at = 0;
  private begun = 0;

  constructor(
    private readonly packet: Buffer,
    private readonly snapLength: number,
    private readonly linkType: number,
    private readonly write: (bytes: Uint8Array) => void,
  ) {
    const header = emptyCapture(linkType);
    new DataView(header.buffer).setUint32(0, 0xa1b23c4d, true);
    write(header);
  }

  add(length: number): void {
    const now = this.clock.read();
    const kept = this.snapLength > 0 ? Math.min(length, this.snapLength) : length;
    if (this.at + 16 + kept > BATCH_LENGTH) this.flush();
    if (this.at === 0) {
      this.begun = now;
      setImmediate(() => this.flush());
    }
    const { view, at } = this;
    view.setUint32(at, this.clock.seconds, true);
    view.setUint32(at + 4, this.clock.nanoseconds, true);
    view.setUint32(at + 8, kept, true);
    view.setUint32(at + 12, originalLength(this.packet, length, this.linkType), true);
    this.packet.copy(this.bytes, at + 16, 0, kept);
    this.at = at + 16 + kept;
    // The binding does not return to the event loop while there are packets.
    if (now - this.begun >= batchMilliseconds) this.flush();
  }

  private flush(): void {
    if (this.at === 0) return;
    const { at } = this;
    this.at = 0;
    this.write(this.bytes.subarray(0, at));
  }
}

/** A frame that the kernel has not segmented yet can be longer than the binding gives; IP knows how long it is. */
export function originalLength(packet: Uint8Array, length: number, linkType: number): number {
  if (length < CUT_BY_BINDING || linkType !== 1) return length;
  const type = (packet[12]! << 8) | packet[13]!;
  if (type === 0x0800) return Math.max(length, 14 + ((packet[16]! << 8) | packet[17]!));
  if (type === 0x86dd) return Math.max(length, 14 + 40 + ((packet[18]! << 8) | packet[19]!));
  return length;
}

function linkTypeOf(words: string): number {
  switch (words) {
    case 'NULL':
      return 0;
    case 'ETHERNET':
      return 1;
    case 'IEEE802_11_RADIO':
      return 127;
    case 'LINKTYPE_LINUX_SLL':
      return 113;
    case 'RAW':
      return 101;
    default:
      return Number(/\d+$/.exec(words)?.[0] ?? 1);
  }
}
