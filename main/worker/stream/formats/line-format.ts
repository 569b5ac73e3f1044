import type { ContentBlock } from '../followed-content';

/** A format's answer: how long the line is that begins here. One object is used again and again. */
export interface LineMeasure {
  /** Bytes that the line takes, at least one. */
  length: number;
  /** Bytes at its end that are not shown: a line break, spaces that the format has no need of. */
  hidden: number;
  /** Bytes in front that are not shown. */
  lead: number;
  /** Levels that it is moved in by. */
  indent: number;
  /** What the format must remember for the next line of the block; 0 at the block's start. */
  state: number;
}

/** A way to break bytes into lines. */
export interface LineFormat {
  /** The most bytes that a line is made of, with what must be looked at behind it. */
  readonly longest: number;
  /** A line in front of a block's bytes; empty for none. */
  opening(block: ContentBlock, index: number): string;
  /** A line behind them. */
  closing(block: ContentBlock): string;
  /**
   * Measures the line that begins at `from`.
   * @param to where the bytes that are there end; before the run's end only if there are more than `longest`
   */
  measure(bytes: Uint8Array, from: number, to: number, line: LineMeasure): void;
}

export const noFrame = { opening: (): string => '', closing: (): string => '' } as const;
