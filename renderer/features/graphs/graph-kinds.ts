import type { ConnectionGraphKind, DataSender, GraphLayer, LayerKind } from '../../../preload/contract/graphs';
import type { PlotLayer } from '../../components/plot/plot-layer';

export const GRAPHS: readonly { readonly value: ConnectionGraphKind; readonly label: string; readonly y: string }[] = [
  { value: 'sequence', label: 'Time / sequence', y: 'Sequence number' },
  { value: 'round-trip', label: 'Round trip', y: 'Round trip' },
  { value: 'round-trip-by-sequence', label: 'Round trip by sequence', y: 'Round trip' },
  { value: 'throughput', label: 'Throughput', y: 'Payload' },
  { value: 'window', label: 'Window', y: 'Bytes' },
];

type Look = Pick<PlotLayer, 'title' | 'help' | 'color' | 'mark' | 'width' | 'isOfNote' | 'isBeside'>;

/** Names and colors by meaning; the data has its sender's color, what acknowledges it the receiver's. */
function looks(sender: DataSender): Readonly<Record<LayerKind, Look>> {
  const own = `var(--${sender})`;
  const other = `var(--${sender === 'client' ? 'server' : 'client'})`;
  return {
    data: { title: 'Data', color: own, width: 1.5 },
    retransmission: {
      title: 'Retransmission',
      color: 'var(--bad)',
      width: 2.5,
      isOfNote: true,
      help: 'Sent again, and needed',
    },
    spurious: {
      title: 'Spurious retransmission',
      color: 'var(--warn)',
      width: 2.5,
      isOfNote: true,
      help: 'Sent again although it had arrived',
    },
    'out-of-order': {
      title: 'Out of order',
      color: 'var(--late)',
      width: 2.5,
      isOfNote: true,
      help: 'Sent once, and arrived late',
    },
    duplicate: {
      title: 'Duplicate packet',
      color: 'var(--faint)',
      width: 2.5,
      isOfNote: true,
      help: 'The same transmission twice',
    },
    probe: {
      title: 'Probe',
      color: 'var(--window)',
      width: 2,
      isOfNote: true,
      help: 'Keep-alive or zero-window probe',
    },
    sack: { title: 'SACK', color: 'var(--good)', width: 1.5, help: 'What the receiver has beyond its ACK' },
    acknowledged: { title: 'ACK', color: other, width: 1.25, help: 'What the receiver has acknowledged' },
    'window-edge': {
      title: 'Window',
      color: 'var(--window)',
      isBeside: true,
      help: 'Up to where the receiver lets it send',
    },
    syn: { title: 'SYN', color: 'var(--text)', mark: 'triangle-up' },
    fin: { title: 'FIN', color: 'var(--text)', mark: 'square' },
    reset: { title: 'RST', color: 'var(--bad)', mark: 'cross' },
    'zero-window': { title: 'Zero window', color: 'var(--window)', mark: 'triangle-down' },
    'duplicate-ack': { title: 'Duplicate ACK', color: 'var(--warn)', mark: 'dot' },
    'round-trip': { title: 'Round trip', color: own, mark: 'dot', help: 'From data to the ACK that covers it' },
    throughput: { title: 'Throughput', color: own, width: 1.5, help: 'All payload that passed, resent or not' },
    goodput: { title: 'Goodput', color: 'var(--good)', width: 1.5, help: 'What the receiver acknowledged' },
    window: { title: 'Window', color: 'var(--window)', width: 1.5, help: 'What the receiver offers' },
    'in-flight': { title: 'Bytes in flight', color: own, width: 1.25, help: 'Sent and not yet acknowledged' },
    unread: {
      title: 'Receive buffer in use, at least',
      color: 'var(--late)',
      help: 'How far the window is below the largest that was offered before',
    },
    'tcp-response': { title: 'TCP', color: 'var(--client)', mark: 'dot' },
    'http-response': { title: 'HTTP', color: 'var(--good)', mark: 'dot' },
    'dns-response': { title: 'DNS', color: 'var(--server)', mark: 'dot' },
  };
}

export interface ShownLayer extends PlotLayer {
  readonly points: number;
}

export function shownLayers(layers: readonly GraphLayer[], sender: DataSender): ShownLayer[] {
  const look = looks(sender);
  return layers.map((layer) => ({ ...layer, ...look[layer.kind], id: layer.kind }));
}
