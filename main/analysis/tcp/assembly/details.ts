import { noRow } from './rows';

/** What a replay wants to know of the analysis beside its verdicts. There is only one. */
@unmanaged
export class Details {
  /** As `SegmentDetails` has them. */
  examined: i32;
  duplicateNumber: i32;
  duplicatedRow: i32;
  /** Of a resend, the row that brought its sender's next sequence number to where it is; `noRow` for any other segment. */
  resentAfter: i32;

  begin(): void {
    this.examined = 0;
    this.duplicateNumber = 0;
    this.duplicatedRow = noRow;
    this.resentAfter = noRow;
  }
}

export const details = changetype<Details>(memory.data(16));
