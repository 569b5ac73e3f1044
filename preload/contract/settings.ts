import type { ColoringRule } from './colors';
import type { FilterMacro, SavedFilter } from './filters';
import type { ColumnId } from './packets';

export type Theme = 'dark' | 'light' | 'system';

/** Wireshark's time display formats. */
export type TimeFormat = 'since-start' | 'since-previous' | 'of-day' | 'date-and-time' | 'epoch';

export interface ColumnSetting {
  readonly id: ColumnId;
  /** Heading; empty for the column's own. */
  readonly title: string;
  readonly width: number;
  readonly hidden: boolean;
}

const column = (id: ColumnId, width: number): ColumnSetting => ({ id, title: '', width, hidden: false });

/** The packet list's columns at first: wide enough for an Ethernet address and for nanoseconds, and Info has what is left. */
export const defaultColumns: readonly ColumnSetting[] = [
  column('number', 70),
  column('time', 132),
  column('source', 158),
  column('destination', 158),
  column('protocol', 78),
  column('length', 66),
  column('flags', 58),
  column('stream', 66),
  column('info', 640),
];

/** A column of a table other than the packet list. */
export interface TableColumnSetting {
  readonly id: string;
  readonly width: number;
  readonly hidden: boolean;
}

/** Whose judgment of resends and late segments the packet list shows; both stand in the field tree. */
export type VerdictSource = 'wirestate' | 'wireshark';

/** What is remembered for the user. Unknown keys in the stored file are kept; missing ones take their defaults. */
export interface Settings {
  readonly theme: Theme;
  readonly timeFormat: TimeFormat;
  readonly utc: boolean;
  readonly columns: readonly ColumnSetting[];
  /** Sizes of the resizable panels by panel group, in percent. */
  readonly layout: Readonly<Record<string, readonly number[]>>;
  /** The docked panels as the workspace serializes them; missing for the default arrangement. */
  readonly workspace?: string;
  /** Order, widths and visibility of the columns of tables, by table; missing for their own. */
  readonly tables?: Readonly<Record<string, readonly TableColumnSetting[]>>;
  readonly verifyChecksums: boolean;
  readonly verdicts: VerdictSource;
  /** Display filters that were applied, the newest first, each once. */
  readonly filterHistory: readonly string[];
  /** In the order in which the user keeps them. */
  readonly savedFilters: readonly SavedFilter[];
  readonly macros: readonly FilterMacro[];
  /** Whether rows are colored by the rules. */
  readonly coloring: boolean;
  readonly coloringRules: readonly ColoringRule[];
}

export interface SettingsApi {
  get(): Promise<Settings>;
  /** Changes the keys given and keeps the rest; every window is told by the `settings` event. */
  change(changes: Partial<Settings>): Promise<Settings>;
}
