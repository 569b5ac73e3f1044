import type { Protocol, Recognition } from './protocol';

export type ApplicationTransport = 'tcp' | 'udp' | 'sctp';

const noProtocol = 0;

/** The application protocols over one transport: by port, and by content. Asked of every payload while loading. */
export class ApplicationProtocols {
  /** By port a number that `numbered` knows. Small, so that all ports stay in the processor's cache. */
  private readonly byPort = new Uint8Array(65_536);
  private readonly numbered: Protocol[] = [];
  /** Those that know their content, by its first byte: nearly all bytes begin nothing that is known. */
  private readonly byFirstByte: Protocol[][] = Array.from({ length: 256 }, () => []);
  /** A user's rules by port; null for "decode as nothing". */
  private readonly rules = new Map<number, Protocol | null>();
  private hasRules = false;

  constructor(readonly transport: ApplicationTransport) {}

  /** The protocol has that port; of two the later one. */
  register(port: number, protocol: Protocol): void {
    let number = this.numbered.indexOf(protocol, 1);
    if (number < 0) {
      number = Math.max(1, this.numbered.length);
      this.numbered[number] = protocol;
    }
    this.byPort[port] = number;
  }

  recognize(protocol: Protocol): void {
    const { recognize } = protocol;
    if (!recognize?.over.includes(this.transport)) return;
    this.byFirstByte.forEach((protocols, byte) => {
      if (mayBegin(recognize, byte)) protocols.push(protocol);
    });
  }

  decodeAs(port: number, protocol: Protocol | null): void {
    this.rules.set(port, protocol);
    this.hasRules = true;
  }

  /** Which protocol a port speaks for; null for none. */
  atPort(port: number): Protocol | null {
    const rule = this.rules.get(port);
    return rule === undefined ? this.registeredAt(port) : rule;
  }

  /**
   * Which protocol a payload is: a "decode as" rule, then the port (the lower one first) unless the content contradicts it,
   * then content alone. Null for none that is known.
   */
  find(sourcePort: number, destinationPort: number, bytes: Uint8Array, start: number, end: number): Protocol | null {
    const lower = Math.min(sourcePort, destinationPort);
    const higher = Math.max(sourcePort, destinationPort);
    if (this.hasRules) {
      const rule = this.rules.has(lower) ? this.rules.get(lower) : this.rules.get(higher);
      if (rule !== undefined) return rule;
    }
    const first = this.registeredAt(lower);
    if (first !== null && (first.recognize === undefined || first.recognize.test(bytes, start, end))) return first;
    const second = this.registeredAt(higher);
    if (second !== null && (second.recognize === undefined || second.recognize.test(bytes, start, end))) return second;
    const candidates = this.byFirstByte[bytes[start] ?? 0] as readonly Protocol[];
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i] as Protocol;
      const test = candidate.recognize?.elsewhere ?? candidate.recognize?.test;
      if (candidate !== first && candidate !== second && test?.(bytes, start, end)) return candidate;
    }
    return null;
  }

  private registeredAt(port: number): Protocol | null {
    const number = this.byPort[port] as number;
    return number === noProtocol ? null : (this.numbered[number] as Protocol);
  }
}

const mayBegin = ({ firstBytes }: Recognition, byte: number): boolean =>
  firstBytes === undefined || firstBytes.some(([from, to]) => byte >= from && byte <= to);
