import type { PacketRow } from '../../preload/contract/packets';
import { bridge } from './bridge';
import { captureId, useCapture } from './capture';
import { customFields } from './columns';
import { RowPages, rowAt } from './row-pages';
import { useSettings } from './settings';
import { useView } from './view';

/** The rows of the open capture, shared by the grid and by moves from packet to packet. */
export const rowPages = new RowPages((range) => bridge().packets.rows(captureId(), range));

/** Drops kept rows when the capture is another, or when marks, comments or decoding changed them. */
export function listenToRows(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) rowPages.clear();
    else if (capture?.revision !== before?.revision) rowPages.renew();
  });
}

export const rowAtPosition = (position: number): Promise<PacketRow | null> =>
  rowAt(rowPages, useView.getState().id, position, customFields(useSettings.getState().columns));

/** Position of a packet among the displayed rows; -1 where it and all before it are not displayed. */
export const positionOf = (packet: number): Promise<number> =>
  bridge().packets.position(captureId(), useView.getState().id, packet);
