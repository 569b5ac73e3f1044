import type { Chunk } from '../../../analysis/store/chunk';
import { RowFlag } from '../../../analysis/store/schema';
import { Verdict } from '../../../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../../../analysis/transport/tcp-flags';
import { Pairs } from './pairs';

/** TCP, from the last segment of what a client asks to the first of what the server answers; resent segments ask nothing anew. */
export class Turns {
  readonly pairs = new Pairs('tcp-response');
  /** When each connection's client last asked what is not answered yet; NaN for no such time. */
  private asked = new Float64Array(1024).fill(Number.NaN);

  /** @param time nanoseconds since the first packet */
  take(chunk: Chunk, at: number, row: number, time: number): void {
    if (chunk.payloadLength[at] === 0) return;
    if ((chunk.tcpFlags[at] as number) & (TcpFlag.syn | TcpFlag.rst)) return;
    const verdict = chunk.verdict[at] as number;
    if (verdict === Verdict.spuriousRetransmission || verdict === Verdict.duplicatePacket) return;
    const stream = chunk.stream[at] as number;
    if (stream >= this.asked.length) this.grow(stream);
    const asked = this.asked[stream] as number;
    if (((chunk.rowFlags[at] as number) & RowFlag.fromServer) === 0) this.ask(stream, time);
    else if (!Number.isNaN(asked)) {
      this.pairs.add(time, time - asked, row, stream);
      this.ask(stream, Number.NaN);
    }
  }

  private ask(stream: number, time: number): void {
    const { asked, pairs } = this;
    pairs.unanswered += (Number.isNaN(time) ? 0 : 1) - (Number.isNaN(asked[stream]) ? 0 : 1);
    asked[stream] = time;
  }

  private grow(stream: number): void {
    const larger = new Float64Array(Math.max(stream + 1, this.asked.length * 2)).fill(Number.NaN);
    larger.set(this.asked);
    this.asked = larger;
  }
}
