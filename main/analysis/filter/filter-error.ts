/** What is wrong with a display filter: one sentence, and the part of the text that causes it. */
export class FilterError extends Error {
  /**
   * @param start offset of the first character in the filter's text
   * @param end offset behind the last; equal to `start` at the end of the text
   */
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

const widest = 100;

/** The filter's text with a caret line under what is wrong, both indented; a long text is cut around the place. */
export function caretLines(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const line = text.replace(/\s/g, ' ');
  const from = start <= widest - 20 ? 0 : start - 40;
  const to = Math.min(line.length, from + widest);
  const head = from > 0 ? '…' : '';
  const tail = to < line.length ? '…' : '';
  const length = Math.max(1, Math.min(end, to) - start);
  const indent = ' '.repeat(start - from + head.length);
  return `  ${head}${line.slice(from, to)}${tail}\n  ${indent}^${'~'.repeat(length - 1)}`;
}
