import type { MessageFramer, MessageFramers, MessageLength, StreamRun } from '../../message-framing';
import { beginsRecord, isPlainHello, recordContent, recordHeaderLength, recordLength } from './record';

const handshakeHeaderLength = 4;
const serverHello = 2;
const supportedVersions = 43;
/** Longer handshake messages are taken for encrypted bytes. */
export const longestHandshake = 1 << 17;

/** What a record's place in the stream says of it. */
export const recordMark = {
  of: (isEncrypted: boolean, carried: number): number => carried * 2 + (isEncrypted ? 1 : 0),
  /** A Change Cipher Spec has gone before: handshake messages and alerts are encrypted. */
  isEncrypted: (mark: number): boolean => (mark & 1) !== 0,
  /** How many bytes before the record the one stands in which its first handshake message begins; 0 where that is its own. */
  carried: (mark: number): number => Math.floor(mark / 2),
} as const;

/** Finds TLS records, and handshake messages that go on in the next record (RFC 8446 §5.1). */
export function tlsFramers(): MessageFramers {
  const connection: TlsConnection = { isVersion13: false };
  return { client: new TlsFramer(connection), server: new TlsFramer(connection), connection };
}

/** What is known when the whole connection has been looked through. */
export interface TlsConnection {
  /** The server chose TLS 1.3: application data hides what the record carries (RFC 8446 §5.2). */
  isVersion13: boolean;
}

class TlsFramer implements MessageFramer {
  mark = 0;
  standsAlone = false;
  readonly leaves = false;
  private isEncrypted = false;
  /** Where the record stands in which an unfinished handshake message begins; -1 without one. */
  private begunAt = -1;
  /** Bytes of it that are still to come; its header's first bytes where not even that was whole. */
  private awaited = 0;
  private header: number[] = [];

  constructor(private readonly connection: TlsConnection) {}

  measure(run: StreamRun, start: number): MessageLength {
    const head = run.bytes(start, recordHeaderLength);
    if (head.length < recordHeaderLength) return couldBegin(head) ? 'unfinished' : 'not-here';
    if (!beginsRecord(head, 0, recordHeaderLength)) return 'not-here';
    const type = head[0] as number;
    const length = recordLength(head, 0);
    const content = start + recordHeaderLength;
    const isPlain = !this.isEncrypted || this.isHello(run, type, content, length);
    const isHandshake = type === recordContent.handshake && isPlain;
    const carried = isHandshake && this.begunAt >= 0 ? start - this.begunAt : 0;
    this.mark = recordMark.of(!isPlain, carried);
    if (type === recordContent.changeCipherSpec) this.isEncrypted = true;
    if (isHandshake && content + length <= run.end) this.followHandshakes(run, start, content, content + length);
    else if (!isHandshake) this.interrupt();
    this.standsAlone = carried > 0 || this.begunAt >= 0;
    return recordHeaderLength + length;
  }

  private isHello(run: StreamRun, type: number, start: number, length: number): boolean {
    if (type !== recordContent.handshake || start + length > run.end) return false;
    return isPlainHello(run.bytes(start, 40), 0, length);
  }

  interrupt(): void {
    this.begunAt = -1;
    this.awaited = 0;
    this.header = [];
  }

  /** Steps over the messages in a record's content. */
  private followHandshakes(run: StreamRun, record: number, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.awaited === 0) {
        if (this.header.length === 0) this.begunAt = record;
        const wanted = Math.min(handshakeHeaderLength - this.header.length, end - at);
        this.header.push(...run.bytes(at, wanted));
        at += wanted;
        if (this.header.length < handshakeHeaderLength) return;
        const [type, high = 0, middle = 0, low = 0] = this.header;
        this.awaited = (high << 16) | (middle << 8) | low;
        if (type === serverHello)
          this.connection.isVersion13 ||= choosesVersion13(run.bytes(at, Math.min(this.awaited, end - at)));
        if (this.awaited > longestHandshake) {
          this.interrupt();
          return;
        }
      }
      const here = Math.min(this.awaited, end - at);
      this.awaited -= here;
      at += here;
      if (this.awaited > 0) return;
      this.interrupt();
    }
  }
}

/** Fewer bytes than a header has, which can be the first of one. */
function couldBegin(head: Uint8Array): boolean {
  const [type, major = 3, minor = 0] = head;
  if (type === undefined) return false;
  return type >= recordContent.changeCipherSpec && type <= recordContent.heartbeat && major === 3 && minor <= 4;
}

/** Looks into a ServerHello for the version that is chosen by extension (RFC 8446 §4.2.1). */
function choosesVersion13(hello: Uint8Array): boolean {
  const number = (at: number): number => ((hello[at] as number) << 8) | (hello[at + 1] as number);
  // Version, random, session id behind its length, cipher suite, compression method, length of the extensions.
  let at = 34 + 1 + (hello[34] ?? 0) + 3 + 2;
  while (at + 6 <= hello.length) {
    if (number(at) === supportedVersions) return isVersion13(number(at + 4));
    at += 4 + number(at + 2);
  }
  return false;
}

/** TLS 1.3, its drafts as they were numbered while it was made (0x7f and the draft's number; 0xfb at Facebook). */
const isVersion13 = (version: number): boolean => version === 0x0304 || version >> 8 === 0x7f || version >> 8 === 0xfb;
