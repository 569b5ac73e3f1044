import { Button } from '@mantine/core';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { clearFilter, focusFilterBar, limitTime } from '../../state/filter';
import { deviceNames, useLive } from '../../state/live/live';
import { useSettings } from '../../state/settings';
import { rangeLabel } from '../../state/time-range';
import { useView } from '../../state/view';

/** Why no packet is listed, and the ways out. */
export function EmptyList() {
  const filter = useView((view) => view.filter);
  const range = useView((view) => view.timeRange);
  const utc = useSettings((settings) => settings.utc);
  const complete = useView((view) => view.complete);
  const isGoingOn = useCapture(({ capture }) => capture?.phase === 'following');
  const isEmpty = useCapture(({ capture }) => capture?.packets === 0);
  if (isGoingOn && isEmpty) return <Waiting />;
  if (!complete && !isGoingOn) return null;
  if (filter === '' && !range) return <div className="packet-grid-empty">This capture holds no packets.</div>;
  return (
    <div className="packet-grid-empty" role="status">
      <div className="packet-grid-empty-body">
        <div>
          {filter ? 'No packet matches ' : 'No packet was captured'}
          {filter && <code>{filter}</code>}
          {range && ` between ${rangeLabel(range, utc)}`}
        </div>
        <div className="packet-grid-empty-ways">
          {filter && <Button onClick={focusFilterBar}>Change the filter</Button>}
          {filter && <Button onClick={clearFilter}>Clear the filter</Button>}
          {range && <Button onClick={() => limitTime(null)}>Show all times</Button>}
        </div>
      </div>
    </div>
  );
}

/** Nothing has come in yet, and what may keep it away. */
function Waiting() {
  const live = useLive((state) => state.live);
  const where = live ? ` on ${visibleText(deviceNames(live))}` : '';
  return (
    <div className="packet-grid-empty" role="status">
      <div className="packet-grid-empty-body">
        <div>Waiting for the first packet{where}.</div>
        {live && live.filter !== '' && (
          <div>
            The capture filter <code>{visibleText(live.filter)}</code> lets through only what matches it.
          </div>
        )}
      </div>
    </div>
  );
}
