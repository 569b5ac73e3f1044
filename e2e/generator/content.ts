import type { Random } from './random';

const POOL_BYTES = 1 << 20;
const WORDS =
  'connection window segment the of and a to in is for on request response error value user order item price total ' +
  'page index list query cache session token state queue worker node service region update delete create read write';

/** What an application writes: literal bytes (headers), or a run of a pool of text or of noise (bodies). */
export interface Content {
  bytes: Uint8Array;
  /** Where in `bytes` this begins; a run that passes the end goes on at the start. */
  start: number;
  length: number;
}

export function literal(bytes: Uint8Array): Content {
  return { bytes, start: 0, length: bytes.length };
}

export function latin1(text: string): Content {
  return literal(Buffer.from(text, 'latin1'));
}

/** Bodies are runs of two fixed pools, so that a gigabyte of them costs nothing to make. */
export class ContentPool {
  private readonly text: Uint8Array;
  private readonly noise: Uint8Array;

  constructor(private readonly random: Random) {
    this.noise = new Uint8Array(POOL_BYTES);
    const words = new Uint32Array(this.noise.buffer);
    for (let index = 0; index < words.length; index++) words[index] = random.word();
    this.text = new Uint8Array(POOL_BYTES);
    const vocabulary = WORDS.split(' ').map((word) => Buffer.from(`${word} `));
    let filled = 0;
    while (filled < POOL_BYTES) {
      const word = random.pick(vocabulary).subarray(0, POOL_BYTES - filled);
      this.text.set(word, filled);
      filled += word.length;
    }
  }

  textRun(length: number): Content {
    return { bytes: this.text, start: this.random.integer(0, POOL_BYTES - 1), length };
  }

  noiseRun(length: number): Content {
    return { bytes: this.noise, start: this.random.integer(0, POOL_BYTES - 1), length };
  }
}

/** Everything one end of a connection wrote, addressed by offset. */
export class WrittenStream {
  length = 0;
  private readonly parts: Content[] = [];
  private readonly starts: number[] = [];
  private recent = 0;

  append(contents: readonly Content[]): void {
    for (const content of contents) {
      if (content.length === 0) continue;
      this.parts.push(content);
      this.starts.push(this.length);
      this.length += content.length;
    }
  }

  copy(offset: number, length: number, target: Uint8Array, targetOffset: number): void {
    let index = this.find(offset);
    let done = 0;
    while (done < length) {
      const part = this.parts[index]!;
      const within = offset + done - this.starts[index]!;
      const position = (part.start + within) % part.bytes.length;
      const run = Math.min(length - done, part.length - within, part.bytes.length - position);
      target.set(part.bytes.subarray(position, position + run), targetOffset + done);
      done += run;
      if (within + run === part.length) index++;
    }
  }

  private find(offset: number): number {
    let index = this.recent;
    while (index > 0 && this.starts[index]! > offset) index--;
    while (index + 1 < this.starts.length && this.starts[index + 1]! <= offset) index++;
    this.recent = index;
    return index;
  }
}
