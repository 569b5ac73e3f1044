import type { Timestamp } from '../../../preload/contract/capture';
import type { PlotView } from '../../components/plot/plot-layer';
import { secondsBetween } from '../../state/cursor';
import { useSelection } from '../../state/selection';
import { useStatistics } from './series';

/** Where the selected packet stands on an axis of time; null where it has none. */
export function useSelectedTime(origin: Timestamp | null | undefined): number | null {
  const row = useSelection(({ detail }) => detail?.row ?? null);
  if (!origin || !row?.hasTime) return null;
  return secondsBetween(origin, row);
}

/** What all graphs of the capture show of time; how high each is shown is its own. */
export const useTimeView = (height: PlotView['y'], setHeight: (y: PlotView['y']) => void) => {
  const stretch = useStatistics((statistics) => statistics.stretch);
  return {
    view: { x: stretch, y: height },
    onView: ({ x, y }: PlotView) => {
      useStatistics.setState({ stretch: x });
      setHeight(y);
    },
  };
};

export const TIME_AXIS = { title: 'Since the first packet', quantity: 'seconds' } as const;
