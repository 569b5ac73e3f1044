import type { Protocol, Recognition } from './protocol';

export type ApplicationTransport = 'tcp' | 'udp' | 'sctp';

const noProtocol = 0;

/** The application protocols over one transport: by port, and by content. Asked of every payload while loading. */
export class ApplicationProtocols {
  /** By port a number that `numbered` knows. Small, so that all ports stay in the processor's cache. */
  private readonly byPort = new Uint8Array(65_536);
  private readonly numbered: Protocol[] = [];
  /** By number and first byte whether a payload may be the protocol's. */
  private readonly begins: boolean[][] = [];
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
      this.begins[number] = Array.from({ length: 256 }, (_, byte) => mayBegin(protocol.recognize, byte));
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
    const first = this.byPort[lower] as number;
    if (first !== noProtocol && this.accepts(first, bytes, start, end)) return this.numbered[first] as Protocol;
    const second = this.byPort[higher] as number;
    if (second !== noProtocol && this.accepts(second, bytes, start, end)) return this.numbered[second] as Protocol;
    const candidates = this.byFirstByte[bytes[start] ?? 0] as readonly Protocol[];
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i] as Protocol;
      const test = candidate.recognize?.elsewhere ?? candidate.recognize?.test;
      const isRefused = candidate === this.numbered[first] || candidate === this.numbered[second];
      if (!isRefused && test?.(bytes, start, end)) return candidate;
    }
    return null;
  }

  /** Whether the content does not contradict what the port says. */
  private accepts(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { recognize } = this.numbered[number] as Protocol;
    if (recognize === undefined) return true;
    return (this.begins[number] as boolean[])[bytes[start] ?? 0] === true && recognize.test(bytes, start, end);
  }

  private registeredAt(port: number): Protocol | null {
    const number = this.byPort[port] as number;
    return number === noProtocol ? null : (this.numbered[number] as Protocol);
  }
}

const mayBegin = (recognize: Recognition | undefined, byte: number): boolean =>
  recognize?.firstBytes === undefined || recognize.firstBytes.some(([from, to]) => byte >= from && byte <= to);
