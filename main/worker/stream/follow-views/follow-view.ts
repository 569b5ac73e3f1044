import type { FollowedContent } from '../followed-content';
import type { FollowedStream } from '../followed-stream';

/** A way to look at a stream's bytes. A protocol joins with a file that makes one of these, listed in follow-views.ts. */
export interface FollowView {
  readonly id: string;
  readonly title: string;
  /** Whether the stream has something to show this way; looks at no more than its first bytes. */
  isOffered(stream: FollowedStream): boolean;
  content(stream: FollowedStream): Promise<FollowedContent>;
}
