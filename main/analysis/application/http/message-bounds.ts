import { lineAt } from '../text-lines';

/** What a message's place in the connection says of its body, where its head alone would say otherwise. */
export const bodyMark = { asToldByHead: 0, none: 1, toTheEnd: 2 } as const;

/** Bytes of a head that are looked at; servers take 8 to 64 KiB. */
export const longestHead = 131_072;

/** Bytes of start line, header fields and the empty line behind them; -1 where the empty line is not there. */
export function headLength(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const line = lineAt(bytes, at, end);
    if (!line.isWhole) return -1;
    if (line.textEnd === line.start && at > start) return line.next - start;
    at = line.next;
  }
  return -1;
}
