import { create } from 'zustand';
import type { StreamName, StreamSummary } from '../../preload/contract/stream';
import { bridge } from './bridge';
import { captureId, useCapture } from './capture';
import { selectConnection, useConnection } from './connection';
import { applyFilter } from './filter';
import { placeInList, wantPlaceInList } from './list-place';
import { attempt } from './notices';
import { selectPacket, useSelection } from './selection';
import { useView } from './view';
import { openPanel } from './workspace';

interface Following {
  /** The filter that following put into the bar; null while no stream was followed by command. */
  readonly filter: string | null;
  /** What was shown before and where the list stood, to which removing that filter leads back. */
  readonly before: { readonly filter: string; readonly packet: number; readonly top: number | null } | null;
}

const NOT_FOLLOWING: Following = { filter: null, before: null };

export const useFollowing = create<Following>(() => NOT_FOLLOWING);

const filterFor = ({ transport, stream }: StreamName) => `${transport}.stream eq ${stream}`;

/** The stream of the selected packet; null where it belongs to none. */
export function selectedStream(): StreamName | null {
  const { transport, stream } = useConnection.getState();
  return transport === null || stream < 0 ? null : { transport, stream };
}

/** Follows a stream as Wireshark does: shows its bytes, and only its packets in the list. */
export function followStream(name: StreamName): void {
  openPanel('stream');
  const filter = filterFor(name);
  const { filter: followed, before } = useFollowing.getState();
  const view = useView.getState();
  const shown = view.wanted?.filter ?? view.filter;
  if (shown === filter) return;
  const isGoingOn = followed !== null && shown === followed;
  useFollowing.setState({
    filter,
    before: isGoingOn ? before : { filter: shown, packet: useSelection.getState().packet, top: placeInList() },
  });
  void applyFilter(filter);
}

/** Shows the stream with the next number, or the one before, and follows it where one was followed. */
export function showNeighbour(summary: StreamSummary, by: 1 | -1): void {
  const { transport, streams } = summary;
  const stream = summary.stream + by;
  if (stream < 0 || stream >= streams) return;
  attempt('The stream could not be shown', async () => {
    const next = await bridge().stream.open(captureId(), { transport, stream });
    if (useFollowing.getState().filter !== null) followStream(next);
    selectConnection(transport, stream, next.firstPacket);
  });
}

/** The same from the selected packet's stream. */
export function stepStream(by: 1 | -1): void {
  const name = selectedStream();
  if (!name) return;
  attempt('The stream could not be shown', async () => {
    openPanel('stream');
    showNeighbour(await bridge().stream.open(captureId(), name), by);
  });
}

/** Removes the filter of the followed stream, which leads back to what was shown before. */
export const stopFollowing = (): void => void applyFilter('');

/** Where the filter of a followed stream is removed, the filter and the packet of before are shown again. */
export function listenToFollowing(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id === before?.id) return;
    useFollowing.setState(NOT_FOLLOWING);
    wantPlaceInList(null);
  });
  useView.subscribe(({ filter, wanted }) => {
    const { filter: followed, before } = useFollowing.getState();
    const present = wanted?.filter ?? filter;
    if (followed === null || present === followed) return;
    useFollowing.setState(NOT_FOLLOWING);
    // Another filter in its place is a step on, not back.
    if (present !== '' || before === null) return;
    wantPlaceInList(before.top === null ? null : { filter: before.filter, top: before.top });
    if (before.filter !== '') void applyFilter(before.filter);
    if (before.packet > 0) selectPacket(before.packet, 'jump');
  });
}
