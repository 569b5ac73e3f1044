import { useEffect, useMemo, useRef, useState } from 'react';
import type { Timeline as TimelineData } from '../../../preload/contract/capture';
import { formatBytes, formatCounted } from '../../format/quantity';
import { formatDifference } from '../../format/time';
import { bridge } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { packetAtTime } from '../../state/navigation';
import { attempt } from '../../state/notices';
import { selectPacket, useSelection } from '../../state/selection';
import { bars, bucketOf, timeOfBucket } from './timeline-geometry';
import './timeline.css';

const HEIGHT = 52;
const BAR = 4;
/** While the file loads the picture is drawn anew this often. */
const REDRAW_MILLISECONDS = 700;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

function useTimeline(buckets: number): TimelineData | null {
  const id = useCapture(({ capture }) => capture?.id);
  const phase = useCapture(({ capture }) => capture?.phase);
  const revision = useCapture(({ capture }) => capture?.revision);
  const [data, setData] = useState<TimelineData | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision may hold other trouble
  useEffect(() => {
    if (id === undefined || buckets < 1) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await bridge()
        .captures.timeline(id, buckets)
        .catch(() => null);
      if (isOver) return;
      if (answer) setData(answer);
      if (phase === 'loading' || phase === 'following') timer = setTimeout(ask, REDRAW_MILLISECONDS);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, phase, revision, buckets]);
  return data;
}

/** The whole capture at a glance: packets over time, trouble in red, where one is. A click goes to that time. */
export function Timeline() {
  const { element, width } = useWidth();
  const buckets = Math.floor((width - 12) / BAR);
  const data = useTimeline(buckets);
  const row = useSelection(({ detail }) => detail?.row ?? null);
  const [pointed, setPointed] = useState<number | null>(null);
  const paths = useMemo(() => (data ? bars(data, BAR, HEIGHT) : null), [data]);
  const here = data && row?.hasTime ? bucketOf(data, row) : null;

  const goTo = (bucket: number) => {
    if (!data) return;
    const { seconds, nanoseconds } = timeOfBucket(data, bucket);
    attempt('The time could not be shown', async () => selectPacket(await packetAtTime(seconds, nanoseconds), 'jump'));
  };
  const bucketAt = (clientX: number) => {
    const left = element.current?.getBoundingClientRect().left ?? 0;
    return Math.max(0, Math.min(buckets - 1, Math.floor((clientX - left - 6) / BAR)));
  };
  const last = data ? data.packets.length - 1 : 0;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const from = here ?? 0;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(Math.max(0, Math.min(last, to)));
  };
  const sinceStart = (bucket: number) => {
    if (!data) return '';
    const { seconds, nanoseconds } = timeOfBucket(data, bucket);
    return `${formatDifference(seconds, nanoseconds, data.from.seconds, data.from.nanoseconds, 6)} s`;
  };

  return (
    <div
      ref={element}
      className="timeline"
      role="slider"
      tabIndex={0}
      aria-label="Timeline of the capture"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={here ?? 0}
      aria-valuetext={here === null ? 'No packet selected' : `${sinceStart(here)} after the first packet`}
      onKeyDown={onKeyDown}
      onClick={(event) => goTo(bucketAt(event.clientX))}
      onMouseMove={(event) => setPointed(bucketAt(event.clientX))}
      onMouseLeave={() => setPointed(null)}
    >
      {paths && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <g transform="translate(6 0)">
            <path d={paths.packets} className="timeline-packets" />
            <path d={paths.trouble} className="timeline-trouble" />
            {here !== null && <path d={`M${here * BAR + 1.5} 0V${HEIGHT}`} className="timeline-here" />}
          </g>
        </svg>
      )}
      {pointed !== null && data && (
        <div
          className="timeline-tip"
          style={pointed * BAR > width - 240 ? { right: width - pointed * BAR } : { left: pointed * BAR + 14 }}
        >
          {sinceStart(pointed)} · {formatCounted(data.packets[pointed] ?? 0, 'packet')},{' '}
          {formatBytes(data.bytes[pointed] ?? 0)}
          {(data.trouble[pointed] ?? 0) > 0 && (
            <span className="timeline-tip-trouble"> · {data.trouble[pointed]} in trouble</span>
          )}
        </div>
      )}
    </div>
  );
}
