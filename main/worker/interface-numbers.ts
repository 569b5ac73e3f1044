import { type CaptureInterface, holdsBlocks } from '../files/capture-interface';

/** The numbers that the interfaces have in their sections: `frame.interface_id`. */
export class InterfaceNumbers {
  private readonly numbers: number[] = [];
  private section = -1;
  private next = 0;

  /** @param interfaces of the file, counted over all sections; while it is read, more are added */
  constructor(private readonly interfaces: () => readonly CaptureInterface[]) {}

  /** @returns -1 for one that captures nothing, but stands in for the file's own blocks */
  of(index: number): number {
    const interfaces = this.interfaces();
    for (let at = this.numbers.length; at <= index && at < interfaces.length; at++) {
      const described = interfaces[at] as CaptureInterface;
      if (described.section !== this.section) this.next = 0;
      this.section = described.section;
      this.numbers.push(holdsBlocks(described) ? -1 : this.next++);
    }
    return this.numbers[index] ?? -1;
  }
}
