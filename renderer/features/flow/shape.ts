/** Text in one style within a label. */
export interface TextPart {
  readonly text: string;
  /** `lad-flags` and its like; empty for the label's own. */
  readonly style: string;
}

/**
 * One element of the picture: on screen it becomes an SVG element, in a file the same written out. So what is exported is
 * what was seen.
 */
export interface Shape {
  readonly tag: 'line' | 'path' | 'rect' | 'circle' | 'text';
  readonly style: string;
  readonly place: Readonly<Record<string, number | string>>;
  readonly parts?: readonly TextPart[];
  /** Data of the element for whoever asks the picture, `data-` left out. */
  readonly data?: Readonly<Record<string, string | number>>;
}

/** To a tenth of a pixel: digits beyond are only length. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

export const line = (x1: number, y1: number, x2: number, y2: number, style: string, data?: Shape['data']): Shape => ({
  tag: 'line',
  style,
  place: { x1: tenth(x1), y1: tenth(y1), x2: tenth(x2), y2: tenth(y2) },
  ...(data && { data }),
});

export const path = (d: string, style: string, data?: Shape['data']): Shape => ({
  tag: 'path',
  style,
  place: { d },
  ...(data && { data }),
});

export const text = (
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  style: string,
  parts: readonly TextPart[],
): Shape => ({ tag: 'text', style, place: { x: tenth(x), y: tenth(y), textAnchor: anchor }, parts });

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  style: string,
  data?: Shape['data'],
): Shape => ({
  tag: 'rect',
  style,
  place: { x: tenth(x), y: tenth(y), width: tenth(Math.max(0, width)), height: tenth(Math.max(0, height)) },
  ...(data && { data }),
});
