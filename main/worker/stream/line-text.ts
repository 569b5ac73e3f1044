import type { StreamShape, StreamSummary } from '../../../preload/contract/stream';
import { secondsText } from '../../analysis/fields/value-text';
import type { CaptureAnalysis } from '../capture-analysis';
import type { FollowedContent } from './followed-content';
import type { WalkedLine } from './line-walker';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Lines as plain text, for the clipboard and for files. What would drive a terminal or move other characters is replaced. */
export class LineText {
  private readonly decoder;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly content: FollowedContent,
    private readonly shape: StreamShape,
    private readonly ends: Pick<StreamSummary, 'client' | 'server'>,
  ) {
    this.decoder = new TextDecoder(shape.encoding, { ignoreBOM: true });
  }

  of(line: WalkedLine): string {
    const indent = '  '.repeat(line.indent);
    switch (line.kind) {
      case 'turn':
        return this.comment(this.heading(line));
      case 'note':
        return line.text;
      case 'gap':
        return this.comment(`[${line.to - line.from} bytes missing from the capture]`);
      case 'data':
        return indent + this.bytes(line);
    }
  }

  private comment(text: string): string {
    return this.shape.format === 'c-array' ? `/* ${text.replaceAll('*/', '* /')} */` : text;
  }

  private heading({ block: { sender, row, title } }: WalkedLine): string {
    const { address, port } = this.ends[sender];
    const time = secondsText(this.analysis.time(row));
    return `--- ${sender} ${address}:${port}, packet ${row + 1}, ${time}${title === '' ? '' : `, ${title}`}`;
  }

  private bytes({ block, from, to }: WalkedLine): string {
    const bytes = this.content.read(from, to);
    switch (this.shape.format) {
      case 'raw':
        return hexOf(bytes);
      case 'c-array': {
        const separator = to < block.end ? ',' : '';
        return `  ${Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')}${separator}`;
      }
      case 'hex':
        return hexLine(bytes, block.offset + from - block.start);
      default:
        return literal(this.decoder.decode(bytes));
    }
  }
}

function hexLine(bytes: Uint8Array, offset: number): string {
  const pairs = hexOf(bytes).match(/../g) ?? [];
  const halves = [pairs.slice(0, 8), pairs.slice(8)].map((half) => half.join(' ').padEnd(23)).join('  ');
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '.');
  return `${offset.toString(16).padStart(8, '0')}  ${halves}  ${text}`;
}

const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that are replaced
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]|\u034f|\u17b4|\u17b5|[\u180b-\u180f]/gu;

const literal = (text: string): string =>
  text.replace(unsafe, (found) => {
    const code = found.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
