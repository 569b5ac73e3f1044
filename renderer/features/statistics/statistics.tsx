import { Button, SegmentedControl } from '@mantine/core';
import { momentText } from '../../format/time-axis';
import { useOpenPanels } from '../../state/workspace';
import { Lengths } from './lengths';
import { ResponseTimes } from './responses';
import { type StatisticsTab, useStatistics } from './series';
import { States } from './states';
import { TopTalkers } from './talkers';
import { Traffic } from './traffic';
import './statistics.css';

const TABS = [
  { value: 'traffic', label: 'Traffic' },
  { value: 'states', label: 'States' },
  { value: 'responses', label: 'Response times' },
  { value: 'lengths', label: 'Lengths' },
  { value: 'talkers', label: 'Talkers' },
] as const satisfies readonly { value: StatisticsTab; label: string }[];

/** Says which stretch of time is counted, and lifts it. */
function StretchNote() {
  const stretch = useStatistics((statistics) => statistics.stretch);
  if (!stretch) return null;
  return (
    <span className="plot-subject">
      from {momentText(stretch.from)} to {momentText(stretch.to)}{' '}
      <Button size="compact-xs" onClick={() => useStatistics.setState({ stretch: null })}>
        Count all
      </Button>
    </span>
  );
}

/** The whole capture in graphs; they share the stretch of time that is shown. */
export function Statistics() {
  const tab = useStatistics((statistics) => statistics.tab);
  // A list behind a tab stays alive, but nobody looks at its graphs.
  const isSeen = useOpenPanels(({ seen }) => seen.includes('statistics'));
  if (!isSeen) return null;
  const tabs = (
    <SegmentedControl
      size="xs"
      aria-label="Statistics"
      data={TABS.map(({ value, label }) => ({ value, label }))}
      value={tab}
      onChange={(value) => useStatistics.setState({ tab: value as StatisticsTab })}
    />
  );
  return (
    <div className="statistics">
      {tab === 'traffic' && <Traffic tabs={tabs} />}
      {tab === 'states' && <States tabs={tabs} />}
      {tab === 'responses' && <ResponseTimes tabs={tabs} />}
      {tab === 'lengths' && <Lengths tabs={tabs} stretchNote={<StretchNote />} />}
      {tab === 'talkers' && <TopTalkers tabs={tabs} stretchNote={<StretchNote />} />}
    </div>
  );
}
