// @vitest-environment jsdom
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PacketDetail, PacketRow } from '../../preload/contract/packets';
import { listenToConnection, selectConnection, useConnection } from './connection';
import { useSelection } from './selection';

const detail = (number: number, transport: PacketRow['transport'], stream: number) =>
  ({ number, row: { number, transport, stream }, sources: [], tree: [], comments: [] }) as unknown as PacketDetail;

beforeAll(() => listenToConnection());
beforeEach(() => {
  useSelection.setState({ packet: 7, packets: [7], detail: detail(7, 'tcp', 3) });
});

describe('the selected connection', () => {
  it('is that of the selected packet', () => {
    expect(useConnection.getState()).toEqual({ transport: 'tcp', stream: 3 });
    useSelection.setState({ packet: 9, detail: detail(9, 'udp', 0) });
    expect(useConnection.getState()).toEqual({ transport: 'udp', stream: 0 });
    useSelection.setState({ packet: 10, detail: detail(10, 'other', -1) });
    expect(useConnection.getState()).toEqual({ transport: null, stream: -1 });
  });

  it('stays while the next packet is on its way', () => {
    useSelection.setState({ packet: 8 });
    expect(useConnection.getState().stream).toBe(3);
  });

  it('selects its first packet, unless the selected one belongs to it', () => {
    selectConnection('tcp', 3, 1);
    expect(useSelection.getState().packet).toBe(7);
    selectConnection('udp', 3, 20);
    expect(useSelection.getState().packet).toBe(20);
    expect(useConnection.getState()).toEqual({ transport: 'udp', stream: 3 });
  });
});
