/** Height of a row in pixels. */
export const ROW_PIXELS = 22;

/**
 * The tallest list in pixels. The grid measures how tall an element can be and squeezes longer lists into that;
 * packet-grid.css holds it to this much, within which every row is exact to the pixel.
 */
export const TALLEST = 16_000_000;

/** Height of the heading above the rows. */
const HEADING = 27;

export const viewportOf = (grid: HTMLElement | null) => grid?.querySelector<HTMLElement>('.ag-grid-viewport') ?? null;

/** Height that a list of rows has on the page. */
export const listHeight = (rows: number) => Math.min(TALLEST, rows * ROW_PIXELS);

/**
 * Pixels of rows that one scrolled pixel moves by: 1 until the list is squeezed.
 *
 * @param screen - height of what is seen of the list
 */
export function squeeze(rows: number, screen: number): number {
  const most = listHeight(rows) - screen;
  return most > 0 ? (rows * ROW_PIXELS - screen) / most : 1;
}

/** Lets the list grow while the rows on screen stay where they are: in a squeezed list each pixel comes to mean more rows. */
export function growInPlace(viewport: HTMLElement | null, before: number, after: number, grow: () => void): void {
  const screen = (viewport?.clientHeight ?? 0) - HEADING;
  const top = (viewport?.scrollTop ?? 0) * squeeze(before, screen);
  grow();
  const isSqueezed = squeeze(after, screen) > 1;
  if (viewport && before > 0 && top > 0 && isSqueezed) viewport.scrollTop = Math.round(top / squeeze(after, screen));
}
