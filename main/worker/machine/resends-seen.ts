import type { Side } from '../../analysis/dissection-context';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';

/** Counts the resends of an end that were captured until some time. Who asks for later and later times pays for what is new only. */
export class ResendsSeen {
  private connection = -1;
  /** The next row to look at. */
  private row = 0;
  private isAtEnd = false;
  private until = 0n;
  private client = 0;
  private server = 0;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  count(side: Side, connection: number, time: bigint): number {
    // Behind the last row more may have come: then all is counted anew.
    if (connection !== this.connection || time < this.until || this.isAtEnd) this.begin(connection);
    const { store } = this;
    this.until = time;
    while (!this.isAtEnd && store.time(this.row) <= time) {
      this.look(this.row);
      this.row = store.get('nextInStream', this.row);
      this.isAtEnd = this.row === 0;
    }
    return this[side];
  }

  private begin(connection: number): void {
    this.connection = connection;
    this.row = this.tracker.tcp.records.get(connection, ConnectionWord.first);
    this.isAtEnd = false;
    this.client = 0;
    this.server = 0;
  }

  private look(row: number): void {
    const { store } = this;
    const verdict = store.get('verdict', row);
    if (verdict !== Verdict.retransmission && verdict !== Verdict.spuriousRetransmission) return;
    if (store.has(row, RowFlag.fromServer)) this.server++;
    else this.client++;
  }
}
