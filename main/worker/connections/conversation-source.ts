import type { ConversationKind, HandshakeOptions } from '../../../preload/contract/connections';
import { RowFlag } from '../../analysis/store/schema';
import { handshakeOptions } from '../../analysis/tcp/connections';
import { noRow } from '../../analysis/tcp/unacknowledged';
import type { CaptureAnalysis } from '../capture-analysis';
import type { Job } from '../jobs';
import { ConnectionMeasures } from './connection-measures';
import { nowhere } from './conversation-counts';
import { ConversationTally } from './conversation-tally';
import { type Conversations, PairedAddresses, TrackedConversations } from './conversations';

/** All that the lists of one kind of conversation are made of. */
export class ConversationSource {
  readonly conversations: Conversations;
  readonly tally: ConversationTally;
  /** Null but for TCP. */
  readonly measures: ConnectionMeasures | null;
  private counting: Promise<void> = Promise.resolve();

  constructor(
    readonly analysis: CaptureAnalysis,
    readonly kind: ConversationKind,
  ) {
    const { store, connections } = analysis;
    this.conversations =
      kind === 'tcp'
        ? new TrackedConversations(connections.tcp, RowFlag.tcp)
        : kind === 'udp'
          ? new TrackedConversations(connections.udp, RowFlag.udp)
          : new PairedAddresses(store);
    this.tally = new ConversationTally(store, this.conversations, kind === 'tcp');
    this.measures = kind === 'tcp' ? new ConnectionMeasures(store, connections) : null;
  }

  get store() {
    return this.analysis.store;
  }

  /** Counts what has come since. One after the other: verdicts that two counted at once would be counted twice. */
  advance(job: Job): Promise<void> {
    const mine = this.counting.then(() => this.tally.advance(job));
    this.counting = mine.catch(() => undefined);
    return mine;
  }

  /** States of a connection's ends, as the store has them, or as its history ends where that is known. */
  states(stream: number): number {
    return this.measures?.states(stream) ?? this.tally.tcp?.states[stream] ?? 0;
  }

  /** What a SYN offered as its maximum segment size; null for nothing. */
  segmentSize(syn: number): number | null {
    return this.options(syn).mss;
  }

  /** @param syn row of the SYN; `nowhere` for none */
  options(syn: number): HandshakeOptions {
    return handshakeOptions(this.analysis.connections.options, syn === nowhere ? noRow : syn);
  }
}
