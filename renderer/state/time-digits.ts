import { create } from 'zustand';
import type { PacketRow } from '../../preload/contract/packets';
import type { TimeDigits } from '../format/time';
import { useCapture } from './capture';

/** Six digits until a packet of the capture has nanoseconds, then nine for all of it, so that points stay in line. */
export const useTimeDigits = create<{ digits: TimeDigits }>(() => ({ digits: 6 }));

export const timeDigits = (): TimeDigits => useTimeDigits.getState().digits;

export function noticeDigits(rows: readonly PacketRow[]): void {
  if (timeDigits() === 6 && rows.some((row) => row.nanoseconds % 1000 !== 0)) useTimeDigits.setState({ digits: 9 });
}

export function listenToTimeDigits(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useTimeDigits.setState({ digits: 6 });
  });
}
