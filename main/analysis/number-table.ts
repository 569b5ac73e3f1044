import type { Protocol } from './protocol';

const noProtocol = 0;
const mostProtocols = 255;

/** What protocol a number of up to sixteen bits stands for. Its bytes are few enough to stay in the processor's cache. */
export class NumberTable {
  private readonly byNumber = new Uint8Array(65_536);
  /** The protocols of the table, from 1. */
  private readonly members: (Protocol | null)[] = [null];

  /** @returns null where the number stands for none */
  get(number: number): Protocol | null {
    return this.members[this.byNumber[number] ?? noProtocol] as Protocol | null;
  }

  /** The number stands for the protocol from now on; null for none. */
  set(number: number, protocol: Protocol | null): void {
    let member = this.members.indexOf(protocol);
    if (member < 0) {
      member = this.members.push(protocol) - 1;
      if (member > mostProtocols) throw new Error(`more than ${mostProtocols} protocols in one table`);
    }
    this.byNumber[number] = member;
  }
}
