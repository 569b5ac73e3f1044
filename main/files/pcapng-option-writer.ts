import type { CaptureOutput } from './capture-output';
import { OPTION_COMMENT, OPTION_END } from './pcapng-options';

const LONGEST_VALUE = 0xffff;
const encoder = new TextEncoder();

/** Writes the options of one block after another: draft-ietf-opsawg-pcapng §3.5. */
export class OptionWriter {
  private readonly output: CaptureOutput;
  private any = false;

  constructor(output: CaptureOutput) {
    this.output = output;
  }

  bytes(code: number, value: Uint8Array): void {
    const { output } = this;
    this.header(code, value.length);
    output.append(value);
    const padding = (4 - (value.length & 3)) & 3;
    output.reserve(padding);
    output.bytes.fill(0, output.at, output.at + padding);
    output.at += padding;
  }

  /** Null is left out; a text too long for an option is cut at a whole character. */
  text(code: number, value: string | null): void {
    if (value === null) return;
    const encoded = encoder.encode(value);
    let length = Math.min(encoded.length, LONGEST_VALUE);
    while (length < encoded.length && length > 0 && (encoded[length]! & 0xc0) === 0x80) length--;
    this.bytes(code, encoded.subarray(0, length));
  }

  comments(values: readonly string[]): void {
    for (const value of values) this.text(OPTION_COMMENT, value);
  }

  uint8(code: number, value: number): void {
    this.bytes(code, Uint8Array.of(value));
  }

  uint32(code: number, value: number): void {
    const four = new Uint8Array(4);
    new DataView(four.buffer).setUint32(0, value, true);
    this.bytes(code, four);
  }

  uint64(code: number, value: number | bigint | null): void {
    if (value === null) return;
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setBigInt64(0, BigInt(value), true);
    this.bytes(code, eight);
  }

  /** Two 32-bit halves, high first, as blocks write times. */
  ticks(code: number, { high, low }: { high: number; low: number }): void {
    const eight = new Uint8Array(8);
    const view = new DataView(eight.buffer);
    view.setUint32(0, high, true);
    view.setUint32(4, low, true);
    this.bytes(code, eight);
  }

  end(): void {
    this.header(OPTION_END, 0);
    this.any = false;
  }

  /** A block without options has no end of options either. */
  endIfAny(): void {
    if (this.any) this.end();
  }

  private header(code: number, length: number): void {
    const { output } = this;
    output.reserve(4);
    output.view.setUint16(output.at, code, true);
    output.view.setUint16(output.at + 2, length, true);
    output.at += 4;
    this.any = true;
  }
}
