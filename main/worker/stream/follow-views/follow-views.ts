import { bytesView } from './bytes-view';
import type { FollowView } from './follow-view';
import { httpView } from './http-view';

/** Every view, in the order in which they are offered. */
export const followViews: readonly FollowView[] = [bytesView, httpView];

/** @throws where there is none of that name */
export function viewNamed(id: string): FollowView {
  const view = followViews.find((each) => each.id === id);
  if (view === undefined) throw new Error(`A stream cannot be followed as ${id}.`);
  return view;
}
