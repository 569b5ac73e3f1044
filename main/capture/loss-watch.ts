import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type DeviceTraffic, loopbackOnce } from './device-traffic';
import { parseDeviceTable } from './proc-net-dev';

/** A count that took longer to read belongs to no one moment. */
const mostReadMilliseconds = 2;
/** The clock tells milliseconds, and a packet is counted a little before or after it is stamped. */
const vagueMilliseconds = 5;
/** A count by another program is heard of whenever this one comes to listen. */
const heardMilliseconds = 50;
const fewest = 16;
/** What network cards cut and join is counted with other headers: less than this part of the bytes. */
const partOfHeaders = 0.15;
const mostMarks = 240;

export type CountTraffic = () => DeviceTraffic | null;

/** What the count is of: each packet as it is captured, told at once or a little later; else only bytes can be compared, roughly. */
export type Exactness = 'at once' | 'heard' | 'rough';

interface Mark {
  readonly time: number;
  readonly traffic: DeviceTraffic;
}

interface Passed extends Mark {
  readonly captured: number;
  readonly bytes: number;
}

/**
 * Tells that packets were lost while the program that captures does not: what the interface itself has counted until some moment is
 * held against what was captured with a time until then. Only where everything is captured: no filter's refusals are counted.
 */
export class LossWatch {
  /** Moments at which the interface's count is known and no later packet has come. */
  private readonly marks: Mark[] = [];
  private first: Passed | null = null;
  private last: Passed | null = null;
  private readonly recent: [number, number] = [0, 0];

  /**
   * @param held packets that may wait somewhere although later ones have come
   */
  constructor(
    private readonly count: CountTraffic,
    private readonly exactness: Exactness,
    private readonly held = 0,
    private readonly now: () => number = Date.now,
  ) {}

  /** A packet stamped later than this is to be told with `pass`; milliseconds since the epoch. */
  next = Number.POSITIVE_INFINITY;

  /** To be called now and then. */
  mark(): void {
    const before = this.now();
    const traffic = this.count();
    if (traffic !== null && this.now() - before <= mostReadMilliseconds) this.heard(traffic);
  }

  /** What is counted until now, from elsewhere. */
  heard(traffic: DeviceTraffic): void {
    if (this.marks.length === mostMarks) return;
    this.marks.push({ time: this.now(), traffic });
    this.next = this.marks[0]!.time;
  }

  /** @param captured packets and bytes that came before the one stamped with `time` */
  pass(time: number, captured: number, bytes: number): void {
    while (this.marks.length > 0 && this.marks[0]!.time < time) {
      const passed = { ...this.marks.shift()!, captured, bytes };
      this.first ??= passed;
      this.recent[0] = this.recent[1];
      this.recent[1] = this.missingSince(this.first, this.last ?? this.first, passed);
      this.last = passed;
    }
    this.next = this.marks[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  /** To be called at the end, when no packet from before the last mark can still come. */
  settle(captured: number, bytes: number): void {
    this.pass(Number.POSITIVE_INFINITY, captured, bytes);
    this.recent[0] = this.recent[1];
  }

  /** About how many packets went by and were not captured; null while that cannot be known. */
  get missing(): number | null {
    // What was only late is there at the next moment.
    const missing = Math.min(...this.recent);
    return missing === 0 && this.exactness === 'rough' ? null : missing;
  }

  private missingSince(first: Passed, before: Passed, { time, traffic, captured, bytes }: Passed): number {
    const taken = captured - first.captured;
    const carried = traffic.packets - first.traffic.packets;
    const took = bytes - first.bytes;
    const carriedBytes = traffic.bytes - first.traffic.bytes;
    if (this.exactness === 'rough') {
      if (taken === 0 || took >= carriedBytes * (1 - partOfHeaders)) return 0;
      const missing = Math.round(taken * (carriedBytes / took - 1));
      return missing > this.held + fewest ? missing : 0;
    }
    const rate = (traffic.packets - before.traffic.packets) / Math.max(1, time - before.time);
    const missing = carried - taken;
    const vague = this.exactness === 'heard' ? heardMilliseconds : vagueMilliseconds;
    return missing > this.held + fewest + rate * vague ? missing : 0;
  }
}

/** Whether the interface's own counts are of each packet as it is captured. */
export const countsExactly = (device: string, platform = process.platform): boolean =>
  platform === 'linux' && (device === 'lo' || isSimple(device));

/** By counts that come from elsewhere: see `heard`. */
export const watchWhatIsHeard = (held: number): LossWatch => new LossWatch(() => null, 'heard', held);

/** By the interface's own counts; null where nothing is counted that could be compared. */
export function watchForLoss(device: string, held: number, platform = process.platform): LossWatch | null {
  if (platform !== 'linux') return null;
  return new LossWatch(() => countOf(device), countsExactly(device) ? 'at once' : 'rough', held);
}

function countOf(device: string): DeviceTraffic | null {
  const table = parseDeviceTable(readFileSync('/proc/net/dev', 'utf8'));
  const own = table.get(device);
  if (device !== 'any') return own === undefined ? null : loopbackOnce(device, own);
  const all = [...table].map(([name, traffic]) => loopbackOnce(name, traffic));
  return all.reduce(added, { packets: 0, bytes: 0, dropped: 0 });
}

const added = (sum: DeviceTraffic, one: DeviceTraffic): DeviceTraffic => ({
  packets: sum.packets + one.packets,
  bytes: sum.bytes + one.bytes,
  dropped: 0,
});

/** A device of software alone that passes on to no other: a network card counts what it has cut and not yet joined. */
function isSimple(device: string): boolean {
  const folder = `/sys/devices/virtual/net/${device}`;
  if (!existsSync(folder)) return false;
  // ARPHRD_ETHER; tunnels count what they carry in another form.
  const isEthernet = readFileSync(`${folder}/type`, 'utf8').trim() === '1';
  return isEthernet && !readdirSync(folder).some((name) => name.startsWith('lower_') || name === 'bonding');
}
