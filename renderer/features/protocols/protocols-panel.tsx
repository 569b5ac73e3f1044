import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { ProtocolHierarchy } from '../../../preload/contract/protocols';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { CopyItems } from '../../components/range-table/copy-items';
import { SaveMenu } from '../../components/range-table/save-menu';
import { saveTableRows } from '../../components/range-table/table-csv';
import { TableFault } from '../../components/table-fault';
import { formatBytes, formatCounted, formatShare } from '../../format/quantity';
import { takeTerm } from '../../state/filter';
import { countAgain, useProtocols } from '../../state/protocol-hierarchy';
import { protocolColumns } from './protocol-columns';
import { treeMove } from './protocol-keys';
import { type ProtocolLine, protocolLines } from './protocol-rows';
import './protocols.css';

interface MenuPlace {
  readonly x: number;
  readonly y: number;
  readonly line: ProtocolLine;
}

interface LineProps {
  readonly line: ProtocolLine;
  readonly whole: ProtocolHierarchy;
  readonly isCurrent: boolean;
  readonly onToggle: () => void;
  readonly onCurrent: () => void;
  readonly onMenu: (x: number, y: number) => void;
}

function Line({ line, whole, isCurrent, onToggle, onCurrent, onMenu }: LineProps) {
  const { node, level, isOpen, path } = line;
  const share = whole.packets > 0 ? (100 * node.packets) / whole.packets : 0;
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr
      data-path={path}
      aria-level={level}
      {...(node.children.length > 0 && { 'aria-expanded': isOpen })}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      {...(isCurrent && { 'data-panel-focus': true })}
      onFocus={onCurrent}
      onClick={(event) => event.currentTarget.focus()}
      onDoubleClick={() => takeTerm(node.name, 'selected', true)}
      onContextMenu={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        onMenu(event.clientX, event.clientY);
      }}
    >
      <td style={{ paddingLeft: 10 + 16 * (level - 1) }} title={node.title}>
        {node.children.length > 0 ? (
          <button
            type="button"
            className="protocol-arrow"
            tabIndex={-1}
            aria-label={`Open or close ${node.short}`}
            onClick={onToggle}
          >
            <Arrow size={13} />
          </button>
        ) : (
          <span className="protocol-arrow" />
        )}
        {node.short}
        <span className="protocol-title">{node.title === node.short ? '' : node.title}</span>
      </td>
      <td className="protocol-share">
        <span className="protocol-bar" style={{ width: `${share}%` }} />
        <span className="protocol-percent">{formatShare(node.packets, whole.packets)}</span>
      </td>
      {protocolColumns(whole)
        .slice(2)
        .map(({ id, text }) => (
          <td key={id} {...(id === 'bytes' && { title: formatBytes(node.bytes) })}>
            {text(line)}
          </td>
        ))}
    </tr>
  );
}

/** How the counts came about, while they are not the last word. */
function Notice() {
  const { countedBy, isWorking, hierarchy } = useProtocols();
  if (countedBy === 'streams' || hierarchy === null) return null;
  return (
    <div className="protocols-notice" role="status">
      {isWorking
        ? 'Counted packet by packet; messages over several segments are being told apart.'
        : 'Counted packet by packet: a segment that goes on with a message counts as what it looks like.'}
      {!isWorking && (
        <Button size="compact-xs" onClick={countAgain}>
          Count by streams
        </Button>
      )}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Which protocols the packets have, one inside the other. */
export function ProtocolsPanel() {
  const { hierarchy, fault, isWorking } = useProtocols();
  const [closed, setClosed] = useState(NONE);
  const [current, setCurrent] = useState('');
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const lines = useMemo(() => (hierarchy ? protocolLines(hierarchy.roots, closed) : []), [hierarchy, closed]);
  const at = Math.max(
    0,
    lines.findIndex(({ path }) => path === current),
  );

  const setOpen = (path: string, isOpen: boolean) => {
    const next = new Set(closed);
    if (isOpen) next.delete(path);
    else next.add(path);
    setClosed(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const line = lines[at];
    const move = event.ctrlKey || event.metaKey || event.altKey ? null : treeMove(event.key, lines, at);
    if (!line || !move) return;
    event.preventDefault();
    if (move.kind === 'filter') takeTerm(line.node.name, 'selected', true);
    else if (move.kind === 'set-open') setOpen(line.path, move.isOpen);
    else {
      const { path = '' } = lines[move.to] ?? {};
      event.currentTarget.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
    }
  };

  if (fault !== null) {
    return <TableFault fault={fault} onAgain={countAgain} />;
  }
  if (!hierarchy || hierarchy.packets === 0) {
    return (
      <div className="table-empty" role="status">
        {isWorking || !hierarchy ? 'Counting protocols…' : 'This capture holds no packets.'}
      </div>
    );
  }
  const columns = protocolColumns(hierarchy);
  return (
    <div className="table-panel">
      <div className="table-bar">
        <span className="table-bar-count">{formatCounted(hierarchy.packets, 'packet')}</span>
        <Notice />
        <span className="table-bar-rest" />
        <SaveMenu
          isEmpty={false}
          onCsv={() => saveTableRows('protocols', { columns }, protocolLines(hierarchy.roots, NONE))}
        />
      </div>
      <div className="protocols">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table (WAI-ARIA) */}
        <table role="treegrid" aria-label="Protocols" onKeyDown={onKeyDown}>
          <thead>
            <tr>
              {columns.map(({ id, title, help }) => (
                <th key={id} scope="col" title={help}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <Line
                key={line.path}
                line={line}
                whole={hierarchy}
                isCurrent={index === at}
                onToggle={() => setOpen(line.path, !line.isOpen)}
                onCurrent={() => setCurrent(line.path)}
                onMenu={(x, y) => setMenu({ x, y, line })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <PointMenu at={menu} onClose={() => setMenu(null)}>
        {menu && (
          <>
            <FilterItems term={menu.line.node.name} conversations={[]} />
            <CopyItems columns={columns} value={menu.line.path} rows={[menu.line]} />
          </>
        )}
      </PointMenu>
    </div>
  );
}
