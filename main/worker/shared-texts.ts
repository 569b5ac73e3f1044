import type { Pause } from '../analysis/in-stretches';
import { ascendingNumbers } from './ascending-numbers';

/** A table of millions would hold up every query whenever it grows; a part of it grows in a millisecond. */
const parts = 256;
const textsAtOnce = 1 << 11;

type Compare = (one: string, other: string) => number;

/** Texts, each kept once and numbered from 0 in the order in which they came. */
export class SharedTexts {
  private readonly texts: string[] = [];
  private readonly numbers = Array.from({ length: parts }, () => new Map<string, number>());

  /** The number of a text; given if it is new. */
  number(text: string): number {
    const part = this.numbers[hash(text) % parts] as Map<string, number>;
    const known = part.get(text);
    if (known !== undefined) return known;
    part.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** Place of each text in the order of all, by its number: a merge sort that lets other work in between. */
  async places(compare: Compare, pause: Pause): Promise<Uint32Array> {
    const { texts } = this;
    const byText = (one: number, other: number) => compare(texts[one] as string, texts[other] as string);
    let from = ascendingNumbers(texts.length);
    let to = new Uint32Array(texts.length);
    for (let first = 0; first < from.length; first += textsAtOnce) {
      from.subarray(first, first + textsAtOnce).sort(byText);
      await pause();
    }
    for (let run = textsAtOnce; run < from.length; run *= 2) {
      for (let first = 0; first < from.length; first += 2 * run)
        await merge(
          from,
          first,
          Math.min(first + run, from.length),
          Math.min(first + 2 * run, from.length),
          to,
          byText,
          pause,
        );
      [from, to] = [to, from];
    }
    from.forEach((number, place) => {
      to[number] = place;
    });
    return to;
  }
}

/** Two ordered runs that lie side by side become one, at the same place of another list. */
async function merge(
  from: Uint32Array,
  first: number,
  middle: number,
  end: number,
  to: Uint32Array,
  compare: (one: number, other: number) => number,
  pause: Pause,
): Promise<void> {
  let left = first;
  let right = middle;
  for (let at = first; at < end; at++) {
    const isLeft = left < middle && (right === end || compare(from[left] as number, from[right] as number) <= 0);
    to[at] = from[isLeft ? left++ : right++] as number;
    if (at % textsAtOnce === 0) await pause();
  }
}

/** FNV-1a */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}
