import { Button, Progress } from '@mantine/core';

interface WorkProps {
  readonly done: number;
  readonly total: number;
  readonly isWorking: boolean;
  readonly isComplete: boolean;
  /** `segments`, `packets`. */
  readonly of: string;
  readonly onStop: () => void;
  readonly onGoOn: () => void;
}

/** How far the work on a plot is, with a way to stop it; where it was stopped, what that means. */
export function PlotWork({ done, total, isWorking, isComplete, of, onStop, onGoOn }: WorkProps) {
  if (isComplete) return null;
  const percent = Math.floor((100 * done) / Math.max(1, total));
  if (!isWorking)
    return (
      <div className="plot-note">
        Stopped: this is of {percent} % of the {of}.{' '}
        <Button size="compact-xs" onClick={onGoOn}>
          Go on
        </Button>
      </div>
    );
  return (
    <div className="plot-work" role="status">
      <Progress value={percent} size={3} aria-label={`Going through the ${of}`} />
      <Button size="compact-xs" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
