import type { ColumnId } from '../../preload/contract/packets';
import { type ColumnSetting, defaultColumns, type TimeFormat } from '../../preload/contract/settings';

const LETTER_PIXELS = 7.8;
const BESIDE_PIXELS = 22;
/** Of a new column, however long the field's name. */
const MOST_PIXELS = 240;

/** Headings of the fixed columns. */
const TITLES: Record<string, string> = {
  number: 'No.',
  time: 'Time',
  source: 'Source',
  destination: 'Destination',
  protocol: 'Protocol',
  length: 'Length',
  flags: 'Flags',
  stream: 'Stream',
  info: 'Info',
};

const column = (id: ColumnId, width: number): ColumnSetting => ({ id, title: '', width, hidden: false });

/** Name of the field that a custom column shows; null for a fixed column. */
export const fieldOfColumn = (id: ColumnId): string | null => (id.startsWith('field:') ? id.slice(6) : null);

/** The heading: the user's own, else the column's, else the field's name. */
export const columnTitle = (setting: ColumnSetting): string =>
  setting.title || TITLES[setting.id] || fieldOfColumn(setting.id) || setting.id;

/** Field names of the shown custom columns, in the order in which rows carry their values. */
export const customFields = (columns: readonly ColumnSetting[]): string[] =>
  columns.filter((setting) => !setting.hidden).flatMap((setting) => fieldOfColumn(setting.id) ?? []);

/** Adds a column for a field, before Info where that stands last; shows it where it is hidden. */
export function withFieldColumn(columns: readonly ColumnSetting[], field: string): readonly ColumnSetting[] {
  const id: ColumnId = `field:${field}`;
  if (columns.some((setting) => setting.id === id)) {
    return columns.map((setting) => (setting.id === id ? { ...setting, hidden: false } : setting));
  }
  const info = columns.findIndex((setting) => setting.id === 'info');
  const at = info < 0 ? columns.length : info;
  const heading = Math.round(field.length * LETTER_PIXELS + BESIDE_PIXELS);
  return [...columns.slice(0, at), column(id, Math.min(MOST_PIXELS, Math.max(120, heading))), ...columns.slice(at)];
}

/** Moves a column by a number of places, stopping at either end. */
export function withColumnMoved(columns: readonly ColumnSetting[], id: ColumnId, by: number): readonly ColumnSetting[] {
  const from = columns.findIndex((setting) => setting.id === id);
  const to = Math.min(columns.length - 1, Math.max(0, from + by));
  if (from < 0 || from === to) return columns;
  const moved = columns.filter((setting) => setting.id !== id);
  moved.splice(to, 0, columns[from] as ColumnSetting);
  return moved;
}

/** Takes order, widths and visibility from what the grid shows; settings that it does not know stay at their place. */
export function withGridState(
  columns: readonly ColumnSetting[],
  shown: readonly { readonly id: string; readonly width: number; readonly hidden: boolean }[],
): readonly ColumnSetting[] {
  const known = new Map(columns.map((setting) => [setting.id as string, setting]));
  const ordered = shown.flatMap(({ id, width, hidden }) => {
    const setting = known.get(id);
    known.delete(id);
    return setting ? [{ ...setting, width: Math.round(width), hidden }] : [];
  });
  return [...ordered, ...known.values()];
}

/** Letters before the fraction of a second, a zone's letter included; of seconds four digits. */
const LETTERS_OF_TIME: Record<TimeFormat, number> = {
  'since-start': 4,
  'since-previous': 4,
  'of-day': 8,
  'date-and-time': 20,
  epoch: 10,
};

/**
 * Gives the Time column the room that a format needs, and takes back the room that another was given.
 *
 * @param digits - of the fraction of a second
 */
export function withTimeRoom(
  columns: readonly ColumnSetting[],
  before: TimeFormat,
  format: TimeFormat,
  digits: number,
): readonly ColumnSetting[] {
  const least = defaultColumns.find(({ id }) => id === 'time')?.width ?? 0;
  const room = (of: TimeFormat) =>
    Math.max(least, Math.round((LETTERS_OF_TIME[of] + 1 + digits) * LETTER_PIXELS + BESIDE_PIXELS));
  return columns.map((setting) => {
    const isGiven = setting.width === room(before) || setting.width < room(format);
    return setting.id === 'time' && isGiven ? { ...setting, width: room(format) } : setting;
  });
}
