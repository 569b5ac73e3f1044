/** Height of a line in pixels. */
export const LINE_HEIGHT = 18;
