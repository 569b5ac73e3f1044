/** A table as lines of text: columns as wide as their widest cell, numbers to the right. */
export function tableLines(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, i) =>
    rows.reduce((width, row) => Math.max(width, (row[i] ?? '').length), head.length),
  );
  const numeric = heads.map((_, i) => rows.length > 0 && rows.every((row) => /^[\d.]*$/.test(row[i] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)];
}
