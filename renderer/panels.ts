import {
  IconArrowsExchange,
  IconArrowsLeftRight,
  IconBinary,
  IconChartAreaLine,
  IconChartDots,
  IconList,
  IconListTree,
  IconMessages,
  IconPlugConnected,
  IconServer2,
  IconSitemap,
} from '@tabler/icons-react';
import { ByteView } from './features/byte-view/byte-view';
import { ConnectionsPanel } from './features/connections/connections-panel';
import { EndpointsPanel } from './features/endpoints/endpoints-panel';
import { FieldTree } from './features/field-tree/field-tree';
import { FlowPanel } from './features/flow/flow-panel';
import { Graphs } from './features/graphs/graphs';
import { PacketGrid } from './features/packet-grid/packet-grid';
import { ProtocolsPanel } from './features/protocols/protocols-panel';
import { StatesPanel } from './features/socket-states/states-panel';
import { Statistics } from './features/statistics/statistics';
import { StreamPanel } from './features/stream/stream-panel';
import type { Panel } from './features/workspace/panel';

/** Every panel of the workspace, in the order of the rail and of the tabs. */
export const panels: readonly Panel[] = [
  {
    id: 'packets',
    title: 'Packets',
    icon: IconList,
    content: PacketGrid,
    home: 'lists',
    isOpenAtFirst: true,
    isClosable: false,
  },
  {
    id: 'connections',
    title: 'Connections',
    command: 'connection.list',
    icon: IconArrowsExchange,
    content: ConnectionsPanel,
    home: 'lists',
    isOpenAtFirst: true,
    isClosable: true,
  },
  {
    id: 'endpoints',
    title: 'Endpoints',
    icon: IconServer2,
    content: EndpointsPanel,
    home: 'lists',
    isOpenAtFirst: false,
    isClosable: true,
  },
  {
    id: 'protocols',
    title: 'Protocols',
    icon: IconSitemap,
    content: ProtocolsPanel,
    home: 'lists',
    isOpenAtFirst: false,
    isClosable: true,
  },
  {
    id: 'states',
    title: 'States',
    icon: IconPlugConnected,
    content: StatesPanel,
    home: 'lists',
    isOpenAtFirst: false,
    isClosable: true,
  },
  {
    id: 'statistics',
    title: 'I/O and statistics',
    icon: IconChartAreaLine,
    content: Statistics,
    home: 'lists',
    isOpenAtFirst: false,
    isClosable: true,
  },
  {
    id: 'flow',
    title: 'Flow graph',
    command: 'connection.flow',
    icon: IconArrowsLeftRight,
    content: FlowPanel,
    home: 'pictures',
    isOpenAtFirst: true,
    isClosable: true,
  },
  {
    id: 'graphs',
    title: 'Graphs',
    icon: IconChartDots,
    content: Graphs,
    home: 'pictures',
    isOpenAtFirst: true,
    isClosable: true,
  },
  {
    id: 'stream',
    title: 'Follow stream',
    command: 'connection.show-stream',
    icon: IconMessages,
    content: StreamPanel,
    home: 'pictures',
    isOpenAtFirst: true,
    isClosable: true,
  },
  {
    id: 'fields',
    title: 'Fields',
    icon: IconListTree,
    content: FieldTree,
    home: 'details',
    isOpenAtFirst: true,
    isClosable: true,
  },
  {
    id: 'bytes',
    title: 'Bytes',
    icon: IconBinary,
    content: ByteView,
    home: 'details',
    isOpenAtFirst: true,
    isClosable: true,
  },
];
