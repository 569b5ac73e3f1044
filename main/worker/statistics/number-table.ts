import { grown } from '../../analysis/grown-array';

/** Whole numbers from 0 on, by other such numbers; an array that grows to the highest. */
export class NumberTable {
  /** One more each; 0 for none. */
  private numbers = new Uint32Array(1024);

  /** @returns -1 where none was set */
  get(place: number): number {
    return place < this.numbers.length ? (this.numbers[place] as number) - 1 : -1;
  }

  /** @returns the number */
  set(place: number, number: number): number {
    if (place >= this.numbers.length) this.numbers = grown(this.numbers, place + 1);
    this.numbers[place] = number + 1;
    return number;
  }
}
