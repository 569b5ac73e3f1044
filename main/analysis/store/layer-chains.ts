import { grown } from '../grown-array';

const mostChains = 0xffff;
const noChain = 0;

/**
 * The sequences of protocols that the capture's packets have, each once, numbered: `frame eth ip tcp http` is one of a few hundred.
 * A packet's column names its sequence, so that whether it holds a protocol is known without reading it again.
 *
 * Sequences are the paths of a tree: each is its parent with one more protocol. 0 stands for one that is not known, because
 * there are too many (a capture made to have them).
 */
export class LayerChains {
  /** Where packets begin that the scan reads: it may stop before the last protocol. */
  static readonly scanned = 1;
  /** Where packets begin that the dissector reads, to the last protocol. */
  static readonly dissected = 2;
  private parents = new Uint16Array(16);
  private protocols = new Uint16Array(16);
  private firstChildren = new Uint16Array(16);
  private siblings = new Uint16Array(16);
  private size = 3;

  /** Number of chains, with the unknown one and the two beginnings. */
  get count(): number {
    return this.size;
  }

  get byteSize(): number {
    return this.parents.byteLength * 4;
  }

  /** The chain with one more protocol (`Protocol.index`). */
  with(chain: number, protocol: number): number {
    if (chain === noChain) return noChain;
    for (let child = this.firstChildren[chain] as number; child !== noChain; child = this.siblings[child] as number) {
      if (this.protocols[child] === protocol) return child;
    }
    return this.add(chain, protocol);
  }

  /** The protocols of a chain, outermost first. */
  protocolsOf(chain: number): number[] {
    const found: number[] = [];
    for (let at = chain; at > LayerChains.dissected; at = this.parents[at] as number)
      found.push(this.protocols[at] as number);
    return found.reverse();
  }

  /** Whether the dissector read the packets to their last protocol. */
  isComplete(chain: number): boolean {
    let at = chain;
    while (at > LayerChains.dissected) at = this.parents[at] as number;
    return at === LayerChains.dissected;
  }

  /** The chains from number `from` on, for another thread: parent and protocol of each. */
  since(from: number): Uint16Array {
    const pairs = new Uint16Array(2 * (this.size - from));
    for (let i = 0; i < pairs.length; i += 2) {
      pairs[i] = this.parents[from + i / 2] as number;
      pairs[i + 1] = this.protocols[from + i / 2] as number;
    }
    return pairs;
  }

  /** Takes in what `since` of another thread's chains gave, under the same numbers. */
  adopt(pairs: Uint16Array): void {
    for (let i = 0; i < pairs.length; i += 2) this.with(pairs[i] as number, pairs[i + 1] as number);
  }

  private add(parent: number, protocol: number): number {
    if (this.size >= mostChains) return noChain;
    if (this.size === this.parents.length) this.grow();
    const chain = this.size++;
    this.parents[chain] = parent;
    this.protocols[chain] = protocol;
    this.siblings[chain] = this.firstChildren[parent] as number;
    this.firstChildren[parent] = chain;
    return chain;
  }

  private grow(): void {
    this.parents = grown(this.parents);
    this.protocols = grown(this.protocols);
    this.firstChildren = grown(this.firstChildren);
    this.siblings = grown(this.siblings);
  }
}
