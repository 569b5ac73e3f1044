import type { StreamPage, StreamShape } from '../../../preload/contract/stream';
import { cellsOf } from './cells';

export interface LinePlace {
  readonly line: number;
  /** Position of the byte; that of the line's first where none is under the pointer. */
  readonly at: number;
  readonly packet: number;
}

/** The packet that brought the byte at a position. */
export function packetAt(page: StreamPage, position: number): number {
  const piece = page.pieces.find(({ at, length }) => position >= at && position < at + length);
  return piece?.packet ?? 0;
}

/** Characters before the one under the pointer in the element that the browser says it is in. */
function characterUnder(x: number, y: number): { readonly element: Element; readonly characters: number } | null {
  const caret = document.caretPositionFromPoint(x, y);
  const node = caret?.offsetNode;
  if (!caret || !node) return null;
  const element = node instanceof Element ? node : node.parentElement;
  return element ? { element, characters: node instanceof Element ? 0 : caret.offset } : null;
}

/** The byte of a line at which the pointer is. */
export function byteUnder(
  event: { readonly clientX: number; readonly clientY: number; readonly target: EventTarget },
  page: StreamPage,
  number: number,
  shape: StreamShape,
): LinePlace | null {
  const line = page.lines[number - page.start];
  if (!line) return null;
  if (line.turn) return { line: number, at: line.at, packet: line.turn.packet };
  if (line.kind !== 'data') return null;
  const bytes = page.bytes.subarray(line.from, line.to);
  const target = event.target instanceof Element ? event.target : null;
  const run = target?.closest('[data-cell]') ?? null;
  const column = Number(target?.closest<HTMLElement>('[data-column]')?.dataset.column ?? 0);
  const cells = cellsOf(bytes, shape.format, shape.encoding)[column] ?? [];
  let index = Number((run as HTMLElement | null)?.dataset.cell ?? 0);
  const under = run && characterUnder(event.clientX, event.clientY);
  if (run && under && run.contains(under.element)) {
    // A caret stands between characters: the one that the pointer is on may begin before it.
    let left = caretIsBehind(event.clientX, event.clientY) ? under.characters - 1 : under.characters;
    while (index < cells.length - 1 && left >= (cells[index]?.text.length ?? 1)) {
      left -= cells[index]?.text.length ?? 1;
      index += 1;
    }
  }
  const at = line.at + (cells[index]?.from ?? 0);
  return { line: number, at, packet: packetAt(page, at) };
}

/** Whether the caret that the browser gives for a point lies behind the character on which the point is. */
function caretIsBehind(x: number, y: number): boolean {
  const caret = document.caretPositionFromPoint(x, y);
  if (!caret || !(caret.offsetNode instanceof Text) || caret.offset === 0) return false;
  const range = document.createRange();
  range.setStart(caret.offsetNode, caret.offset - 1);
  range.setEnd(caret.offsetNode, caret.offset);
  const box = range.getBoundingClientRect();
  return x >= box.left && x < box.right;
}
