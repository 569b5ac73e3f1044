import type { Answers } from './tshark-answers';

export interface Difference {
  readonly capture: string;
  readonly frame: number;
  readonly field: string;
  /** Null where the side has no such packet. */
  readonly tshark: string | null;
  readonly own: string | null;
}

/** How often the two agree on one field. */
export class Agreement {
  compared = 0;
  equal = 0;
  /** Packets in which at least one side has a value. */
  present = 0;
  presentEqual = 0;
  readonly differences: Difference[] = [];

  constructor(readonly field: string) {}

  add(capture: string, frame: number, tshark: string | null, own: string | null): void {
    const same = tshark !== null && own !== null && tshark === own;
    const present = (tshark ?? '') !== '' || (own ?? '') !== '';
    this.compared++;
    if (present) this.present++;
    if (same) this.equal++;
    if (same && present) this.presentEqual++;
    if (!same) this.differences.push({ capture, frame, field: this.field, tshark, own });
  }

  get share(): number {
    return this.compared === 0 ? 1 : this.equal / this.compared;
  }

  get presentShare(): number {
    return this.present === 0 ? 1 : this.presentEqual / this.present;
  }

  toString(): string {
    const percent = (share: number): string => `${(share * 100).toFixed(4)} %`.padStart(10);
    return `${this.field.padEnd(40)} all ${percent(this.share)} of ${this.compared}, present ${percent(this.presentShare)} of ${this.present}`;
  }
}

/** Compares two sides' answers for one capture, field by field. */
export function compareAnswers(agreements: readonly Agreement[], capture: string, tshark: Answers, own: Answers): void {
  for (const frame of new Set([...tshark.keys(), ...own.keys()])) {
    const theirs = tshark.get(frame);
    const ours = own.get(frame);
    agreements.forEach((agreement, place) => {
      agreement.add(capture, frame, theirs ? (theirs[place] ?? '') : null, ours ? (ours[place] ?? '') : null);
    });
  }
}
