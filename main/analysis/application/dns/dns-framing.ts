import { type MessageFramer, type MessageFramers, plainFramer } from '../../message-framing';
import { looksLikeMessage } from './dns-message';

const headerLength = 12;

/** Messages behind their lengths, RFC 1035 §4.2.2. */
const framer: MessageFramer = {
  ...plainFramer,
  measure(run, start) {
    const bytes = run.bytes(start, 2 + headerLength);
    if (bytes.length < 2) return 'unfinished';
    const length = ((bytes[0] as number) << 8) | (bytes[1] as number);
    if (length < headerLength) return 'not-here';
    if (bytes.length >= 2 + headerLength && !looksLikeMessage(bytes, 2, bytes.length)) return 'not-here';
    return 2 + length;
  },
};

export const dnsFramers = (): MessageFramers => ({ client: framer, server: framer });
