import { NumberTable } from './number-table';
import type { Protocol, Recognition } from './protocol';

export type ApplicationTransport = 'tcp' | 'udp' | 'sctp';

/** The application protocols over one transport: by port, and by content. Asked of every payload while loading. */
export class ApplicationProtocols {
  private readonly byPort = new NumberTable();
  /** Those that know their content, by its first byte: nearly all bytes begin nothing that is known. */
  private readonly byFirstByte: Protocol[][] = Array.from({ length: 256 }, () => []);
  private readonly continued = new Map<number, Protocol>();
  /** A user's rules by port; null for "decode as nothing". */
  private readonly rules = new Map<number, Protocol | null>();
  private hasRules = false;

  constructor(readonly transport: ApplicationTransport) {}

  /** The protocol has that port; of two the later one. */
  register(port: number, protocol: Protocol): void {
    this.byPort.set(port, protocol);
  }

  recognize(protocol: Protocol): void {
    const { recognize, continuesAt } = protocol;
    if (this.transport === 'tcp') for (const port of continuesAt ?? []) this.continued.set(port, protocol);
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
    return rule === undefined ? this.byPort.get(port) : rule;
  }

  /** Of which protocol a payload of none is the rest of a message; null where it is none's. */
  continuedAt(sourcePort: number, destinationPort: number): Protocol | null {
    for (const port of [sourcePort, destinationPort]) {
      const protocol = this.continued.get(port);
      if (protocol !== undefined) return this.rules.has(port) ? null : protocol;
    }
    return null;
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
    const first = this.byPort.get(lower);
    if (first !== null && accepts(first, bytes, start, end)) return first;
    const second = this.byPort.get(higher);
    if (second !== null && accepts(second, bytes, start, end)) return second;
    const candidates = this.byFirstByte[bytes[start] ?? 0] as readonly Protocol[];
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i] as Protocol;
      const test = candidate.recognize?.elsewhere ?? candidate.recognize?.test;
      if (candidate !== first && candidate !== second && test?.(bytes, start, end)) return candidate;
    }
    return null;
  }
}

/** Whether the content does not contradict what the port says. */
const accepts = ({ recognize }: Protocol, bytes: Uint8Array, start: number, end: number): boolean =>
  recognize === undefined || (mayBegin(recognize, bytes[start] ?? 0) && recognize.test(bytes, start, end));

function mayBegin({ firstBytes }: Recognition, byte: number): boolean {
  if (firstBytes === undefined) return true;
  for (let i = 0; i < firstBytes.length; i++) {
    const [from, to] = firstBytes[i] as readonly [number, number];
    if (byte >= from && byte <= to) return true;
  }
  return false;
}
