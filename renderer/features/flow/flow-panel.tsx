import type { IDockviewPanelProps } from 'dockview-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowLine, FlowPlace, FlowRequest, FlowShape, FlowSubject } from '../../../preload/contract/flow';
import { formatCounted } from '../../format/quantity';
import { useCapture } from '../../state/capture';
import { useConnection } from '../../state/connection';
import { copyText } from '../../state/copying';
import { selectPacket } from '../../state/selection';
import { useView } from '../../state/view';
import { FlowMenu, type FlowMenuPlace } from './flow-menu';
import { FlowToolbar } from './flow-toolbar';
import { type LadderChoice, useChoice } from './ladder-choice';
import { onLadderKey } from './ladder-keys';
import { LadderView } from './ladder-view';
import { spokenLabel } from './line-label';
import { useLinkedLadders } from './linked-ladders';
import { nodeName } from './node-heads';
import { useCursor } from './use-cursor';
import { useLadder } from './use-ladder';
import { useScroll } from './use-scroll';
import './flow.css';

/** What the panel shows: what it is pinned to, else what the user chose, else the selected packet's connection. */
function useSubject(pinned: number | null, choice: LadderChoice): FlowSubject | null {
  const { transport, stream } = useConnection();
  const view = useView(({ id }) => id);
  const { of } = choice;
  return useMemo(() => {
    if (pinned !== null) return { kind: 'tcp', stream: pinned };
    if (of.kind === 'host') return { kind: 'host', address: of.address };
    if (of.kind === 'displayed') return { kind: 'view', view };
    return transport === null ? null : { kind: transport, stream };
  }, [pinned, of, transport, stream, view]);
}

/** The flow graph: a ladder that explains a connection, or the traffic of many hosts. */
export function FlowPanel({ api, params }: IDockviewPanelProps) {
  const pinned = typeof params?.stream === 'number' ? params.stream : null;
  const [choice, setChoice] = useChoice(api.id);
  const subject = useSubject(pinned, choice);
  const hasCapture = useCapture(({ capture }) => capture !== null);
  if (!hasCapture) return null;
  return (
    <div className="flow-panel">
      {subject === null ? (
        <>
          <FlowToolbar choice={choice} onChoice={setChoice} isPinned={pinned !== null} />
          <div className="panel-empty">
            The selected packet belongs to no connection. Select a TCP or UDP packet, or draw the displayed packets.
          </div>
        </>
      ) : (
        <ShownLadder
          key={JSON.stringify(subject)}
          panel={api.id}
          subject={subject}
          choice={choice}
          isPinned={pinned !== null}
          onChoice={setChoice}
        />
      )}
    </div>
  );
}

interface ShownLadderProps {
  readonly panel: string;
  readonly subject: FlowSubject;
  readonly choice: LadderChoice;
  readonly isPinned: boolean;
  readonly onChoice: (changes: Partial<LadderChoice>) => void;
}

function ShownLadder({ panel, subject, choice, isPinned, onChoice }: ShownLadderProps) {
  const [expanded, setExpanded] = useState<readonly number[]>([]);
  const { isEven, collapsesRuns, spacing } = choice;
  const request = useMemo<FlowRequest>(
    () => ({ subject, spacing: isEven ? 'even' : 'time', collapsesRuns, expanded }),
    [subject, isEven, collapsesRuns, expanded],
  );
  const ladder = useLadder(request);
  const { shape } = ladder;
  const links = useLinkedLadders(panel, ladder, spacing);
  const scroll = useScroll({
    heightSteps: shape?.height ?? 0,
    spacing,
    reach: isEven ? 0 : Math.min(3, shape?.halfRoundTrip ?? 0) * spacing,
    onScroll: links.tell,
  });
  links.follow(scroll);
  const reveal = useCallback((place: FlowPlace) => scroll.reveal(place.top * spacing), [scroll.reveal, spacing]);
  const cursor = useCursor(ladder, reveal);
  const [menu, setMenu] = useState<FlowMenuPlace | null>(null);
  const names = useMemo(() => shape?.nodes.map(nodeName) ?? [], [shape]);
  useSteadySpacing(scroll, spacing);

  const toggle = useCallback(
    (line: Pick<FlowLine, 'kind' | 'packet'>) => {
      if (expanded.includes(line.packet)) setExpanded(expanded.filter((packet) => packet !== line.packet));
      else if (line.kind === 'run') setExpanded([...expanded, line.packet]);
      else return;
      selectPacket(line.packet, 'step');
    },
    [expanded],
  );
  const closeMenu = useCallback(() => setMenu(null), []);
  const drawHost = useCallback((address: string) => onChoice({ of: { kind: 'host', address } }), [onChoice]);
  const screen = useCallback(() => {
    const top = (scroll.top() - scroll.padding) / spacing;
    return { top, bottom: top + scroll.height / spacing };
  }, [scroll.top, scroll.height, scroll.padding, spacing]);
  const title = titleOf(subject);
  const shown = useMemo(
    () => shape && { request, shape, title, names, spacing, screen, cursor: cursor.place },
    [shape, request, title, names, spacing, screen, cursor.place],
  );
  const copyLine = async () => {
    const { place } = cursor;
    if (!place || !ladder.pages) return;
    const { lines } = await ladder.pages.all(place.top, place.top + 0.01);
    const line = lines.find((each) => each.line === place.line);
    if (line) copyText(spokenLabel(line, names), 'Line');
  };
  const onKeyDown = (event: React.KeyboardEvent) =>
    onLadderKey(event, {
      cursor,
      lines: shape?.lines ?? 0,
      page: Math.max(1, Math.floor(scroll.height / spacing) - 2),
      zoom: (by) => onChoice({ spacing: Math.max(6, Math.min(60, spacing + by)) }),
      toggle: () => cursor.place && toggle(cursor.place),
      copy: () => void copyLine(),
      menu: () => {
        const box = scroll.viewport.current?.getBoundingClientRect();
        const { place } = cursor;
        if (box && place)
          setMenu({ x: box.x + 80, y: box.y + place.top * spacing - scroll.top() + scroll.padding + 14, place });
      },
    });

  if (ladder.fault) return <div className="panel-empty">{ladder.fault}</div>;
  return (
    <>
      <FlowToolbar
        choice={choice}
        onChoice={onChoice}
        isPinned={isPinned}
        problems={shape?.problems ?? null}
        cursor={cursor}
        shown={shown}
      />
      {shape && <Summary shape={shape} subject={subject} />}
      {shape && shape.lines === 0 ? (
        <div className="panel-empty">No packets are displayed. Clear the filter, or choose a connection.</div>
      ) : (
        <LadderView
          ladder={ladder}
          shape={shape ?? NO_SHAPE}
          spacing={spacing}
          panel={panel}
          scroll={scroll}
          cursor={cursor}
          names={names}
          title={title}
          onToggle={toggle}
          onMenu={(line, x, y) => setMenu({ x, y, place: line, line })}
          onKeyDown={onKeyDown}
        />
      )}
      <FlowMenu place={menu} names={names} onClose={closeMenu} onToggle={toggle} onHost={drawHost} />
    </>
  );
}

const NO_SHAPE: FlowShape = {
  version: 0,
  lines: 0,
  packets: 0,
  start: null,
  height: 0,
  nodes: [],
  tracks: [],
  otherHosts: 0,
  problems: 0,
  roundTripNanoseconds: null,
  capturePoint: null,
  halfRoundTrip: 0,
  isComplete: true,
};

/** What stands at the viewport's middle stays there when the distance of lines changes. */
function useSteadySpacing(scroll: ReturnType<typeof useScroll>, spacing: number): void {
  const before = useRef(spacing);
  const { scrollTo, top, height } = scroll;
  useEffect(() => {
    if (before.current === spacing) return;
    const middle = (top() + height / 2) / before.current;
    before.current = spacing;
    scrollTo(middle * spacing - height / 2);
  }, [spacing, scrollTo, top, height]);
}

function titleOf(subject: FlowSubject): string {
  switch (subject.kind) {
    case 'tcp':
      return `Flow graph of TCP connection ${subject.stream}`;
    case 'udp':
      return `Flow graph of UDP conversation ${subject.stream}`;
    case 'host':
      return `Flow graph of ${subject.address}`;
    case 'view':
      return 'Flow graph of the displayed packets';
  }
}

function Summary({ shape, subject }: { readonly shape: FlowShape; readonly subject: FlowSubject }) {
  const problems = shape.problems > 0 ? `, ${formatCounted(shape.problems, 'problem')}` : '';
  const still = shape.isComplete ? '' : ', weighing what was lost…';
  return (
    <div className="visually-hidden" aria-live="polite">
      {`${titleOf(subject)}: ${formatCounted(shape.packets, 'packet')}, ${formatCounted(shape.lines, 'line')}${problems}${still}`}
    </div>
  );
}
