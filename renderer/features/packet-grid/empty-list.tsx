import { Button } from '@mantine/core';
import { clearFilter, focusFilterBar, limitTime } from '../../state/filter';
import { useSettings } from '../../state/settings';
import { rangeLabel } from '../../state/time-range';
import { useView } from '../../state/view';

/** Why no packet is listed, and the ways out. */
export function EmptyList() {
  const filter = useView((view) => view.filter);
  const range = useView((view) => view.timeRange);
  const utc = useSettings((settings) => settings.utc);
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
