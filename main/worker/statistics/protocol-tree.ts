import type { ProtocolHierarchy, ProtocolNode } from '../../../preload/contract/protocols';
import type { Registry } from '../../analysis/registry';

interface Branch {
  readonly name: string;
  packets: number;
  bytes: number;
  endPackets: number;
  endBytes: number;
  readonly children: Map<string, Branch>;
}

const newBranch = (name: string): Branch => ({
  name,
  packets: 0,
  bytes: 0,
  endPackets: 0,
  endBytes: 0,
  children: new Map(),
});

/** Protocols one inside the other, with the packets that have them. */
export class ProtocolTree {
  private readonly root = newBranch('');

  /** @param path names of the protocols, outermost first */
  add(path: readonly string[], packets: number, bytes: number): void {
    let branch = this.root;
    count(branch, packets, bytes);
    for (const name of path) {
      let child = branch.children.get(name);
      if (child === undefined) {
        child = newBranch(name);
        branch.children.set(name, child);
      }
      branch = child;
      count(branch, packets, bytes);
    }
    branch.endPackets += packets;
    branch.endBytes += bytes;
  }

  hierarchy(registry: Registry): ProtocolHierarchy {
    const { packets, bytes, children } = this.root;
    return { packets, bytes, roots: nodesOf(children, registry) };
  }
}

function count(branch: Branch, packets: number, bytes: number): void {
  branch.packets += packets;
  branch.bytes += bytes;
}

/** The most frequent first. */
function nodesOf(branches: ReadonlyMap<string, Branch>, registry: Registry): ProtocolNode[] {
  return [...branches.values()]
    .sort((one, other) => other.packets - one.packets)
    .map(({ children, ...branch }) => {
      const protocol = registry.find(branch.name);
      return {
        ...branch,
        short: protocol?.short ?? branch.name,
        title: protocol?.title ?? branch.name,
        children: nodesOf(children, registry),
      };
    });
}
