import { useEffect, useMemo, useRef, useState } from 'react';
import type { Timeline as TimelineData } from '../../../preload/contract/capture';
import { formatBytes, formatCounted } from '../../format/quantity';
import { formatDifference } from '../../format/time';
import { bridge } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { hover, unhover, useHovered } from '../../state/cursor';
import { limitTime } from '../../state/filter';
import { packetAtTime } from '../../state/navigation';
import { attempt } from '../../state/notices';
import { selectPacket, useSelection } from '../../state/selection';
import { useSettings } from '../../state/settings';
import { rangeLabel, type TimeRange, timeRange, timestampOf } from '../../state/time-range';
import { useView } from '../../state/view';
import { bars, bucketOf, timeOfBucket } from './timeline-geometry';
import { type Stretch, useBrush } from './use-brush';
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
      const asked = performance.now();
      const answer = await bridge()
        .captures.timeline(id, buckets)
        .catch(() => null);
      if (isOver) return;
      if (answer) setData(answer);
      // Of a capture of hours it takes longer to answer; that may be no more than a tenth of the time.
      const wait = Math.max(REDRAW_MILLISECONDS, 10 * (performance.now() - asked));
      if (phase === 'loading' || phase === 'following') timer = setTimeout(ask, wait);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, phase, revision, buckets]);
  return data;
}

const sinceStart = (data: TimelineData, bucket: number) => {
  const { seconds, nanoseconds } = timeOfBucket(data, bucket);
  return `${formatDifference(seconds, nanoseconds, data.from.seconds, data.from.nanoseconds, 6)} s`;
};

/** What was captured while one bar lasted. */
function BucketTip({ data, at }: { readonly data: TimelineData; readonly at: number }) {
  const trouble = data.trouble[at] ?? 0;
  return (
    <>
      {sinceStart(data, at)} · {formatCounted(data.packets[at] ?? 0, 'packet')}, {formatBytes(data.bytes[at] ?? 0)}
      {trouble > 0 && <span className="timeline-tip-trouble"> · {trouble} in trouble</span>}
    </>
  );
}

/** What the list will be limited to. */
function StretchTip(props: { readonly data: TimelineData; readonly stretch: Stretch; readonly utc: boolean }) {
  const { data, stretch, utc } = props;
  const packets = data.packets.subarray(stretch.first, stretch.last + 1).reduce((sum, count) => sum + count, 0);
  return (
    <>
      {rangeLabel(rangeOf(data, stretch), utc)} · {formatCounted(packets, 'packet')}
    </>
  );
}

/** The time of a stretch of buckets, the last one to its end. */
function rangeOf(data: TimelineData, { first, last }: Stretch): TimeRange {
  const isEnd = last >= data.packets.length - 1;
  const end = isEnd ? data.to : timeOfBucket(data, last + 1);
  return timeRange(first === 0 ? data.from : timeOfBucket(data, first), end, !isEnd);
}

const stretchOf = (data: TimelineData, { from, to }: TimeRange): Stretch => ({
  first: bucketOf(data, timestampOf(from)),
  last: bucketOf(data, timestampOf(to)),
});

const SOURCE = 'timeline';

/** Where the pointer is in another panel. */
function HoveredElsewhere({ data }: { readonly data: TimelineData }) {
  const bucket = useHovered(({ hovered }) =>
    hovered?.time && hovered.source !== SOURCE ? bucketOf(data, hovered.time) : null,
  );
  return bucket === null ? null : <path d={`M${bucket * BAR + 1.5} 0V${HEIGHT}`} className="timeline-hovered" />;
}

/** The whole capture at a glance: packets over time, trouble in red, where one is. A click goes there, a drag limits the list. */
export function Timeline() {
  const { element, width } = useWidth();
  const buckets = Math.floor((width - 12) / BAR);
  const data = useTimeline(buckets);
  const row = useSelection(({ detail }) => detail?.row ?? null);
  const [pointed, setPointed] = useState<number | null>(null);
  const paths = useMemo(() => (data ? bars(data, BAR, HEIGHT) : null), [data]);
  const here = data && row?.hasTime ? bucketOf(data, row) : null;
  const limit = useView(({ wanted, timeRange: shown }) => (wanted ? wanted.timeRange : shown));
  const utc = useSettings((settings) => settings.utc);

  const goTo = (bucket: number) => {
    if (!data) return;
    const { seconds, nanoseconds } = timeOfBucket(data, bucket);
    attempt('The time could not be shown', async () => selectPacket(await packetAtTime(seconds, nanoseconds), 'jump'));
  };
  const point = (bucket: number | null) => {
    setPointed(bucket);
    if (bucket === null || !data) unhover(SOURCE);
    else hover({ source: SOURCE, packet: 0, time: timeOfBucket(data, bucket) });
  };
  const bucketAt = (clientX: number) => {
    const left = element.current?.getBoundingClientRect().left ?? 0;
    return Math.max(0, Math.min(buckets - 1, Math.floor((clientX - left - 6) / BAR)));
  };
  const last = data ? data.packets.length - 1 : 0;
  const brush = useBrush({
    bucketAt,
    last,
    here: here ?? 0,
    onClick: goTo,
    onStretch: (stretch) => data && limitTime(rangeOf(data, stretch)),
  });
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (brush.onKey(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && limit) {
      limitTime(null);
      return;
    }
    const from = here ?? 0;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(Math.max(0, Math.min(last, to)));
  };
  const marked = brush.stretch ?? (data && limit ? stretchOf(data, limit) : null);
  const tip = brush.stretch ? brush.stretch.last : pointed;
  const spoken = () => {
    if (data && brush.stretch)
      return `${rangeLabel(rangeOf(data, brush.stretch), utc)}, Enter shows only these packets`;
    return here === null ? 'No packet selected' : `${data ? sinceStart(data, here) : ''} after the first packet`;
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
      aria-valuenow={brush.stretch?.last ?? here ?? 0}
      aria-valuetext={spoken()}
      aria-description="Drag, or Shift and the arrows and then Enter, shows only a stretch of time"
      onKeyDown={onKeyDown}
      {...brush.pointer}
      onMouseMove={(event) => point(bucketAt(event.clientX))}
      onMouseLeave={() => point(null)}
    >
      {paths && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <g transform="translate(6 0)">
            <path d={paths.packets} className="timeline-packets" />
            <path d={paths.trouble} className="timeline-trouble" />
            {marked && (
              <rect
                className={brush.stretch ? 'timeline-range is-brushed' : 'timeline-range'}
                x={marked.first * BAR - 0.5}
                width={(marked.last - marked.first + 1) * BAR}
                y={1.5}
                height={HEIGHT - 3}
                rx={2}
              />
            )}
            {data && <HoveredElsewhere data={data} />}
            {here !== null && <path d={`M${here * BAR + 1.5} 0V${HEIGHT}`} className="timeline-here" />}
          </g>
        </svg>
      )}
      {tip !== null && data && (
        <div
          className="timeline-tip"
          style={tip * BAR > width - 240 ? { right: width - tip * BAR } : { left: tip * BAR + 14 }}
        >
          {brush.stretch ? (
            <StretchTip data={data} stretch={brush.stretch} utc={utc} />
          ) : (
            <BucketTip data={data} at={tip} />
          )}
        </div>
      )}
    </div>
  );
}
