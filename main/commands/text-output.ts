import { once } from 'node:events';

const blockCharacters = 64 * 1024;

/** Lines to a stream in large blocks, waiting where the reader is slower. */
export class TextOutput {
  private pending: string[] = [];
  private size = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  async line(text: string): Promise<void> {
    this.pending.push(text, '\n');
    this.size += text.length + 1;
    if (this.size >= blockCharacters) await this.flush();
  }

  async flush(): Promise<void> {
    const block = this.pending.join('');
    this.pending = [];
    this.size = 0;
    if (block !== '' && !this.stream.write(block)) await once(this.stream, 'drain');
  }
}
