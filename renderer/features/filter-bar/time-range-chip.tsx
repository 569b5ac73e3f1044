import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { limitTime } from '../../state/filter';
import { useSettings } from '../../state/settings';
import { exactRange, rangeLabel } from '../../state/time-range';
import { useView } from '../../state/view';

/** The time that the list is limited to; a click lifts the limit. */
export function TimeRangeChip() {
  const range = useView(({ wanted, timeRange }) => (wanted ? wanted.timeRange : timeRange));
  const utc = useSettings((settings) => settings.utc);
  if (!range) return null;
  const label = rangeLabel(range, utc);
  return (
    <UnstyledButton
      className="time-range-chip"
      title={`Only packets from ${exactRange(range, utc)}. Click to show all times.`}
      aria-label={`Only packets from ${label}: show all times`}
      onClick={() => limitTime(null)}
    >
      {label}
      <IconX size={13} aria-hidden />
    </UnstyledButton>
  );
}
