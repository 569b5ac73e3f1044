import { once } from 'node:events';

const blockCharacters = 64 * 1024;

/** Text and bytes to a stream in large blocks, waiting where the reader is slower. */
export class TextOutput {
  private pending: string[] = [];
  private size = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  line(text: string): Promise<void> | undefined {
    return this.text(`${text}\n`);
  }

  /** @returns a promise only where the caller should wait */
  text(text: string): Promise<void> | undefined {
    this.pending.push(text);
    this.size += text.length;
    return this.size >= blockCharacters ? this.flush() : undefined;
  }

  async bytes(bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.write(bytes);
  }

  async flush(): Promise<void> {
    const block = this.pending.join('');
    this.pending = [];
    this.size = 0;
    if (block !== '') await this.write(block);
  }

  private async write(block: string | Uint8Array): Promise<void> {
    if (!this.stream.write(block)) await once(this.stream, 'drain');
  }
}
