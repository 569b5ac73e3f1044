import type { GridApi } from 'ag-grid-community';
import { type RefObject, useEffect } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { useCapture } from '../../state/capture';
import { useTail } from '../../state/tail';
import { useView } from '../../state/view';
import { ROW_PIXELS, viewportOf } from './list-height';
import { useOffered } from './offered-rows';

/** So near to its end a list is at its end. */
const END_PIXELS = ROW_PIXELS;

/**
 * Keeps the list at its newest packets while a capture goes on. Who scrolls up stops that; who comes back to the end, or asks for
 * it, goes on.
 */
export function useTailFollowing(api: GridApi<PacketRow> | null, wrapper: RefObject<HTMLDivElement | null>): void {
  const isGoingOn = useCapture(({ capture }) => capture?.phase === 'following');
  const isOrdered = useView((view) => view.sort !== null);
  const isActive = isGoingOn && !isOrdered;
  const follows = useTail((tail) => tail.follows);
  const rows = useOffered((offered) => offered.rows);

  useEffect(() => {
    const viewport = viewportOf(wrapper.current);
    if (!api || !viewport || !isActive) return;
    let before = viewport.scrollTop;
    const onScroll = () => {
      const { scrollTop, clientHeight, scrollHeight } = viewport;
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - END_PIXELS;
      // A list that has just grown is not at its end either, and was not scrolled for that.
      if (isAtEnd) useTail.setState({ follows: true });
      else if (scrollTop < before) useTail.setState({ follows: false });
      before = scrollTop;
    };
    viewport.addEventListener('scroll', onScroll);
    return () => viewport.removeEventListener('scroll', onScroll);
  }, [api, wrapper, isActive]);

  useEffect(() => {
    if (!api || !isActive || !follows || rows === 0 || api.getDisplayedRowCount() < rows) return;
    api.ensureIndexVisible(rows - 1, 'bottom');
  }, [api, isActive, follows, rows]);
}
