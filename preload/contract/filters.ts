import type { CaptureId } from './capture';

/** What is wrong with a display filter, and where: offsets of the first character, and behind the last. */
export interface FilterFault {
  /** One sentence, in which unknown fields come with the nearest that there are. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface FilterCheck {
  /** Null where the filter can be applied. */
  readonly error: FilterFault | null;
  /** Names of the fields that it asks for, each once. */
  readonly fields: readonly string[];
}

/** A display filter kept under a label. */
export interface SavedFilter {
  readonly label: string;
  readonly filter: string;
}

/** Text that `${name:a;b}` or `$name(a,b)` stands for in filters, with `$1` to `$9` in the places of the arguments. */
export interface FilterMacro {
  readonly name: string;
  readonly text: string;
}

export interface FiltersApi {
  /** Whether a text is a display filter; an empty one is, and lets everything through. */
  check(capture: CaptureId, text: string): Promise<FilterCheck>;
  /** The user's macros, in place of those given before. */
  setMacros(capture: CaptureId, macros: readonly FilterMacro[]): Promise<void>;
}
