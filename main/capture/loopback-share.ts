// Linux hands what goes by on the loopback interface to a capture twice, as sent and as received, and counts it twice; libpcap
// shows one of them. A capture of `any` has loopback's packets among others.

/** ARPHRD_LOOPBACK: if_arp.h. */
const LOOPBACK = 772;

/** How many of a capture's packets were on the loopback interface. */
export class LoopbackShare {
  private packets = 0;
  private onLoopback = 0;

  /** @param device as it is captured; on platforms other than Linux nothing is counted twice */
  constructor(
    private readonly device: string,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {}

  look(bytes: Uint8Array, start: number, length: number, linkType: number): void {
    this.packets++;
    if (this.platform !== 'linux') return;
    if (this.device === 'lo' || (this.device === 'any' && hardwareType(bytes, start, length, linkType) === LOOPBACK)) {
      this.onLoopback++;
    }
  }

  /** The packets so far as the kernel counts them. */
  get countedByKernel(): number {
    return this.packets + this.onLoopback;
  }

  /** How many packets so many of the kernel's count are. Of what is lost nobody knows where it was: its mix is taken for that of the rest. */
  once(byKernel: number): number {
    if (this.device === 'lo' && this.platform === 'linux') return Math.round(byKernel / 2);
    if (this.onLoopback === 0) return byKernel;
    return Math.round((byKernel * this.packets) / this.countedByKernel);
  }
}

/** Of the interface that an SLL or SLL2 header (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2) names; -1 where there is none. */
function hardwareType(bytes: Uint8Array, start: number, length: number, linkType: number): number {
  const at = linkType === 113 ? start + 2 : linkType === 276 ? start + 8 : -1;
  return at === -1 || at + 2 > start + length ? -1 : (bytes[at]! << 8) | bytes[at + 1]!;
}
