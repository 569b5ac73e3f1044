import type { StreamTurn } from '../../../preload/contract/stream';
import { formatBytes, formatCount } from '../../format/quantity';
import { formatRowTime } from '../../format/time';
import { useCapture } from '../../state/capture';
import { goToPacket } from '../../state/navigation';
import { useSettings } from '../../state/settings';
import { useTimeDigits } from '../../state/time-digits';
import { formatPause } from './pause';

const NAMES = { client: 'Client', server: 'Server' } as const;

interface TurnHeadingProps {
  readonly sender: 'client' | 'server';
  readonly turn: StreamTurn;
  /** What is special about it. */
  readonly title: string;
}

/** Who speaks, from when on, after how long, and how much. */
export function TurnHeading({ sender, turn, title }: TurnHeadingProps) {
  const first = useCapture(({ capture }) => capture?.firstTime ?? null);
  const { timeFormat, utc } = useSettings();
  const digits = useTimeDigits((state) => state.digits);
  const time = formatRowTime(
    {
      seconds: turn.seconds,
      nanoseconds: turn.nanoseconds,
      hasTime: !Number.isNaN(turn.seconds),
      previousSeconds: first?.seconds ?? 0,
      previousNanoseconds: first?.nanoseconds ?? 0,
      referenceSeconds: first?.seconds ?? 0,
      referenceNanoseconds: first?.nanoseconds ?? 0,
    },
    { format: timeFormat, utc, digits },
  );
  const pause = formatPause(turn.pause);
  return (
    <>
      <span className="turn-sender">{NAMES[sender]}</span>
      <button type="button" tabIndex={-1} className="turn-packet" onClick={() => goToPacket(turn.packet)}>
        packet {formatCount(turn.packet)}
      </button>
      <span>{time}</span>
      {pause && <span title="Since the last packet of the turn before">{pause}</span>}
      <span>{formatBytes(turn.length)}</span>
      {title && <span className="turn-title">{title}</span>}
    </>
  );
}
