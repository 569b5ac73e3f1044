import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconFold,
  IconLink,
  IconPinned,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { formatCounted } from '../../format/quantity';
import { useConnection } from '../../state/connection';
import { openPanel } from '../../state/workspace';
import { TakeAwayMenu } from './export/take-away-menu';
import type { ShownLadder } from './export/written-part';
import type { LadderChoice } from './ladder-choice';
import { toggleLink, useLink } from './linked-ladders';
import type { Cursor } from './use-cursor';

interface FlowToolbarProps {
  readonly choice: LadderChoice;
  readonly onChoice: (changes: Partial<LadderChoice>) => void;
  readonly isPinned: boolean;
  /** Null before it is known. */
  readonly problems?: number | null;
  readonly cursor?: Cursor;
  /** What can be taken away; null before it is here. */
  readonly shown?: ShownLadder | null;
}

function Tool(props: {
  readonly label: string;
  readonly onClick: () => void;
  readonly isOn?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  const { label, onClick, isOn, disabled, children } = props;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        variant={isOn ? 'light' : 'subtle'}
        aria-label={label}
        {...(isOn !== undefined && { 'aria-pressed': isOn })}
        disabled={disabled ?? false}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** What of, how spaced, and what can be done with a ladder. */
export const FlowToolbar = memo(function FlowToolbar(props: FlowToolbarProps) {
  const { choice, onChoice, isPinned, problems = null, cursor, shown } = props;
  const { of, isEven, collapsesRuns, spacing } = choice;
  const { transport, stream } = useConnection();
  const link = useLink();
  const isSound = problems === null || problems === 0;
  const move = (by: 1 | -1) => cursor?.move({ kind: 'problem', from: cursor.place?.line ?? (by > 0 ? -1 : 0), by });
  return (
    <div className="flow-toolbar" role="toolbar" aria-label="Flow graph">
      {!isPinned && (
        <SegmentedControl
          size="xs"
          aria-label="Whose packets"
          value={of.kind}
          onChange={(kind) => {
            if (kind === 'connection' || kind === 'displayed') onChoice({ of: { kind } });
          }}
          data={[
            { value: 'connection', label: 'Connection' },
            { value: 'displayed', label: 'Displayed' },
            ...(of.kind === 'host' ? [{ value: 'host', label: of.address }] : []),
          ]}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label="Distance of lines"
        value={isEven ? 'even' : 'time'}
        onChange={(value) => onChoice({ isEven: value === 'even' })}
        data={[
          { value: 'even', label: 'Even' },
          { value: 'time', label: 'To scale' },
        ]}
      />
      <Tool label="Collapse bulk data" isOn={collapsesRuns} onClick={() => onChoice({ collapsesRuns: !collapsesRuns })}>
        <IconFold size={15} />
      </Tool>
      <span className="flow-zoom">
        <Tool label="Closer (-)" onClick={() => onChoice({ spacing: Math.max(6, spacing - 4) })}>
          <IconZoomOut size={15} />
        </Tool>
        <Tool label="Further apart (+)" onClick={() => onChoice({ spacing: Math.min(60, spacing + 4) })}>
          <IconZoomIn size={15} />
        </Tool>
      </span>
      <span className="flow-problems">
        <Tool label="Previous problem (p)" disabled={isSound} onClick={() => void move(-1)}>
          <IconArrowUp size={15} />
        </Tool>
        <Tool label="Next problem (n)" disabled={isSound} onClick={() => void move(1)}>
          <IconArrowDown size={15} />
        </Tool>
        {problems !== null && (
          <span className={isSound ? 'flow-count' : 'flow-count is-bad'}>{formatCounted(problems, 'problem')}</span>
        )}
      </span>
      <span className="flow-spring" />
      {(link.panels.length > 1 || link.isOn) && (
        <Tool label="Scroll ladders together, aligned at their SYN" isOn={link.isOn} onClick={toggleLink}>
          <IconLink size={15} />
        </Tool>
      )}
      {!isPinned && transport === 'tcp' && (
        <Tool
          label="Keep this connection in a panel of its own"
          onClick={() => openPanel('flow', { key: String(stream), title: `Flow ${stream}`, params: { stream } })}
        >
          <IconPinned size={15} />
        </Tool>
      )}
      {shown && <TakeAwayMenu shown={shown} />}
    </div>
  );
});
