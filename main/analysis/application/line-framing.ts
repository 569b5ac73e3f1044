import { type MessageFramer, type MessageFramers, plainFramer } from '../message-framing';
import { indexOfByte, isPlainText } from './text-lines';

const lineFeed = 10;
const longestLine = 65_536;

/** Lines of text, each of which ends with a line feed. */
const framer: MessageFramer = {
  ...plainFramer,
  measure(run, start) {
    for (let look = 512; ; look *= 8) {
      const bytes = run.bytes(start, look);
      if (!isPlainText(bytes, 0, bytes.length)) return 'not-here';
      const end = indexOfByte(bytes, lineFeed, 0, bytes.length);
      if (end >= 0) return end + 1;
      if (bytes.length < look) return 'unfinished';
      if (look >= longestLine) return 'not-here';
    }
  },
};

/** For the protocols whose commands and answers are lines. */
export const lineFramers = (): MessageFramers => ({ client: framer, server: framer });
