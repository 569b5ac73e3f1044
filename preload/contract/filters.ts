import type { CaptureId } from './capture';

/** Whether a text is a display filter; where it is none, what is wrong and which part of the text causes it. */
export type FilterCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** One sentence: what is wrong, and what would be right where that is known. */
      readonly message: string;
      /** Offset of the first character of the cause in the text. */
      readonly start: number;
      /** Offset behind its last; equal to `start` where something is missing. */
      readonly end: number;
    };

export interface FiltersApi {
  /** Reads a filter without running it. An empty text is one that every packet passes. */
  check(capture: CaptureId, text: string): Promise<FilterCheck>;
}
