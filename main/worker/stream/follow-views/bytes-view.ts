import type { FollowView } from './follow-view';

/** The bytes as they were sent. */
export const bytesView: FollowView = {
  id: 'bytes',
  title: 'Bytes',
  isOffered: () => true,
  content: async ({ turns }) => turns,
};
