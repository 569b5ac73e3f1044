import { create } from 'zustand';
import { useCapture } from './capture';
import { selectPacket, useSelection } from './selection';

/** Which connection or conversation every panel shows: that of the selected packet. */
export interface SelectedConnection {
  /** Null for a packet that belongs to none. */
  readonly transport: 'tcp' | 'udp' | null;
  /** `tcp.stream` or `udp.stream`; -1 for none. */
  readonly stream: number;
}

const NONE: SelectedConnection = { transport: null, stream: -1 };

export const useConnection = create<SelectedConnection>(() => NONE);

/** The selected TCP connection's number; -1 for none. */
export const useTcpStream = (): number => useConnection(({ transport, stream }) => (transport === 'tcp' ? stream : -1));

/**
 * Selects a connection everywhere: by its first packet, unless the selected packet belongs to it already.
 *
 * @param firstPacket - number of its first packet
 */
export function selectConnection(transport: 'tcp' | 'udp', stream: number, firstPacket: number): void {
  const shown = useConnection.getState();
  if (shown.transport === transport && shown.stream === stream) return;
  useConnection.setState({ transport, stream });
  selectPacket(firstPacket, 'jump');
}

/** Follows the selected packet. While a packet's detail is on its way the connection before it stays. */
export function listenToConnection(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useConnection.setState(NONE);
  });
  useSelection.subscribe(({ packet, detail }) => {
    if (detail?.number !== packet) return;
    const { transport, stream } = detail.row;
    const next: SelectedConnection = transport === 'other' || stream < 0 ? NONE : { transport, stream };
    const shown = useConnection.getState();
    if (shown.transport !== next.transport || shown.stream !== next.stream) useConnection.setState(next);
  });
}
