import { rmSync } from 'node:fs';
import type { CaptureInterface } from '../files/capture-interface';
import type { WrittenPacket } from '../files/capture-writer';
import type { SectionDescription } from '../files/pcapng-writer';
import { LiveFile } from './live-file';

/** How long packets go to one file before the other is begun anew, if nothing in that one waits any more. */
const turnMilliseconds = 1_000;
const opening = 'Packets of each interface before this file: ';

/** Where the packets are that wait for their turn while `path` is captured to. */
export const waitingPaths = (path: string): readonly string[] => [1, 2].map((number) => `${path}.waiting-${number}`);

/** For the section header: how many packets of each interface are in earlier files. */
export const countsBefore = (counts: readonly number[]): string => `${opening}${counts.join(', ')}.`;

/** The counts that such a comment tells; none where it is another. */
export function readCountsBefore(comment: string): readonly number[] {
  if (!comment.startsWith(opening)) return [];
  return comment.slice(opening.length, -1).split(', ').map(Number);
}

/**
 * Packets that wait to be put in order are on disk all the same, in the order in which they come: should this process be killed,
 * they are taken in from there (`takeInWaiting`). Two files take turns, so that neither grows: while one is written, what is in the
 * other comes to be in the capture itself.
 */
export class WaitingPackets {
  private readonly paths: readonly string[];
  private file: LiveFile | null = null;
  private turn = 0;
  private begun = 0;
  /** Packets that came, by interface, and how many had come when the present file was begun. */
  private readonly came: number[] = [];
  private cameBefore: readonly number[] = [];

  constructor(
    path: string,
    private readonly section: SectionDescription,
    private readonly interfaces: readonly CaptureInterface[],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.paths = waitingPaths(path);
  }

  /** @throws what the file system throws */
  add(packet: WrittenPacket, data: Uint8Array): void {
    this.file ??= this.begin();
    this.file.packet(packet, data);
    this.came[packet.interface] = (this.came[packet.interface] ?? 0) + 1;
  }

  /** @param written packets of each interface that are in the capture by now; @throws what the file system throws */
  flush(written: readonly number[]): void {
    if (this.file === null) return;
    this.file.flush();
    const isOtherNeeded = this.cameBefore.some((count, index) => (written[index] ?? 0) < count);
    if (isOtherNeeded || this.now() - this.begun < turnMilliseconds) return;
    this.file.close();
    // Begun when there is something to go there: what is left behind meanwhile is in the capture or in the file that was closed.
    this.file = null;
    this.turn = 1 - this.turn;
  }

  /** Nothing waits any more. */
  end(): void {
    this.file?.close();
    this.file = null;
    for (const path of this.paths) rmSync(path, { force: true });
  }

  private begin(): LiveFile {
    this.begun = this.now();
    this.cameBefore = [...this.came];
    const section = { ...this.section, comments: [countsBefore(Array.from(this.came, (count) => count ?? 0))] };
    return new LiveFile(this.paths[this.turn]!, section, this.interfaces);
  }
}
