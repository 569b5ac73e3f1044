// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { ProtocolNode } from '../../../preload/contract/protocols';
import { treeMove } from './protocol-keys';
import { protocolLines } from './protocol-rows';

const node = (name: string, children: readonly ProtocolNode[] = []): ProtocolNode => ({
  name,
  short: name,
  title: name,
  packets: 1,
  bytes: 1,
  endPackets: 0,
  endBytes: 0,
  children,
});
const roots = [node('eth', [node('ip', [node('tcp'), node('udp')]), node('arp')])];

describe('the tree of protocols', () => {
  it('shows what is under open ones', () => {
    expect(protocolLines(roots, new Set()).map(({ path, level }) => `${level} ${path}`)).toEqual([
      '1 eth',
      '2 eth:ip',
      '3 eth:ip:tcp',
      '3 eth:ip:udp',
      '2 eth:arp',
    ]);
    expect(protocolLines(roots, new Set(['eth:ip'])).map(({ path }) => path)).toEqual(['eth', 'eth:ip', 'eth:arp']);
  });

  it('is gone through by keys', () => {
    const lines = protocolLines(roots, new Set());
    expect(treeMove('ArrowLeft', lines, 3)).toEqual({ kind: 'go', to: 1 });
    expect(treeMove('ArrowLeft', lines, 1)).toEqual({ kind: 'set-open', isOpen: false });
    expect(treeMove('ArrowRight', lines, 1)).toEqual({ kind: 'go', to: 2 });
    expect(treeMove('ArrowRight', lines, 4)).toBeNull();
    expect(treeMove('ArrowDown', lines, 4)).toEqual({ kind: 'go', to: 4 });
    const closed = protocolLines(roots, new Set(['eth']));
    expect(treeMove('ArrowRight', closed, 0)).toEqual({ kind: 'set-open', isOpen: true });
  });
});
