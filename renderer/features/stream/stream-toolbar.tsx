import { ActionIcon, Menu, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDeviceFloppy, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StreamShape, StreamSummary } from '../../../preload/contract/stream';
import { formatBytes, formatCount, formatCounted } from '../../format/quantity';
import { showNeighbour, stopFollowing, useFollowing } from '../../state/stream';
import { saveStream } from './save';
import { ENCODINGS, FORMATS, useStreamOptions } from './stream-options';

interface ToolbarProps {
  readonly summary: StreamSummary;
  readonly shape: StreamShape;
  /** A pinned panel stays with its stream. */
  readonly isPinned: boolean;
  readonly find: ReactNode;
}

function Neighbours({ summary }: { readonly summary: StreamSummary }) {
  const { stream, streams, transport } = summary;
  return (
    <span className="stream-number">
      <ActionIcon
        size={22}
        aria-label="Previous stream"
        disabled={stream === 0}
        onClick={() => showNeighbour(summary, -1)}
      >
        <IconChevronLeft size={15} />
      </ActionIcon>
      <span title={`${formatCounted(streams, 'stream')} of ${transport.toUpperCase()}, numbered from 0`}>
        {transport.toUpperCase()} stream {formatCount(stream)}
      </span>
      <ActionIcon
        size={22}
        aria-label="Next stream"
        disabled={stream >= streams - 1}
        onClick={() => showNeighbour(summary, 1)}
      >
        <IconChevronRight size={15} />
      </ActionIcon>
    </span>
  );
}

function Directions({ summary }: { readonly summary: StreamSummary }) {
  const direction = useStreamOptions((options) => options.direction);
  const { client, server, bytes } = summary;
  const title = (end: StreamSummary['client']) =>
    `${end.address.includes(':') ? `[${end.address}]` : end.address}:${end.port}`;
  return (
    <SegmentedControl
      size="xs"
      aria-label="Whose bytes"
      value={direction}
      onChange={(value) => useStreamOptions.setState({ direction: value as typeof direction })}
      data={[
        { value: 'both', label: 'Both' },
        {
          value: 'client',
          label: (
            <span className="from-client" title={title(client)}>
              Client <span className="dim">{formatBytes(bytes.client)}</span>
            </span>
          ),
        },
        {
          value: 'server',
          label: (
            <span className="from-server" title={title(server)}>
              Server <span className="dim">{formatBytes(bytes.server)}</span>
            </span>
          ),
        },
      ]}
    />
  );
}

function SaveMenu({ shape }: { readonly shape: StreamShape }) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Tooltip label="Save the stream">
          <ActionIcon size={24} aria-label="Save the stream">
            <IconDeviceFloppy size={15} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => saveStream(shape, 'raw')}>Bytes…</Menu.Item>
        <Menu.Item onClick={() => saveStream(shape, 'text')}>Text, as it is shown…</Menu.Item>
        <Menu.Item onClick={() => saveStream(shape, 'each')}>Each direction to its own file…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Which stream, whose bytes, how they are shown, and what can be done with them. */
export function StreamToolbar({ summary, shape, isPinned, find }: ToolbarProps) {
  const isFollowing = useFollowing(({ filter }) => filter !== null);
  const { format, encoding, view } = useStreamOptions();
  const isText = format === 'text' || format === 'json';
  return (
    <div className="stream-toolbar" role="toolbar" aria-label="Stream">
      {!isPinned && <Neighbours summary={summary} />}
      <Directions summary={summary} />
      {summary.views.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="What is shown"
          value={shape.view}
          onChange={(value) => useStreamOptions.setState({ view: value })}
          data={summary.views.map(({ id, title }) => ({ value: id, label: title }))}
          key={view}
        />
      )}
      <Select
        w={92}
        aria-label="Format"
        allowDeselect={false}
        comboboxProps={{ width: 120, position: 'bottom-start' }}
        data={FORMATS as { value: string; label: string }[]}
        value={format}
        onChange={(value) => value && useStreamOptions.setState({ format: value as typeof format })}
      />
      {isText && (
        <Select
          w={100}
          aria-label="Encoding"
          allowDeselect={false}
          comboboxProps={{ width: 140, position: 'bottom-start' }}
          maxDropdownHeight={320}
          data={ENCODINGS as { value: string; label: string }[]}
          value={encoding}
          onChange={(value) => value && useStreamOptions.setState({ encoding: value })}
        />
      )}
      {find}
      <SaveMenu shape={shape} />
      {isFollowing && !isPinned && (
        <Tooltip label="Stop following: show what was shown before">
          <ActionIcon size={24} aria-label="Stop following" onClick={stopFollowing}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
