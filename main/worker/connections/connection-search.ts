import { tcpStateName } from '../../analysis/tcp/tcp-state';
import type { Job } from '../jobs';
import type { ConversationSource } from './conversation-source';

const mostWords = 16;
/** Conversations between two looks at the clock. */
const searchedAtOnce = 1 << 13;

/**
 * Finds conversations by words. A word is sought in the addresses, in `address:port`, in ports, numbers, states and processes; texts are
 * made of each address and port once, not of each conversation.
 */
export class ConnectionSearch {
  private constructor(
    private readonly source: ConversationSource,
    private readonly words: readonly Word[],
  ) {}

  static async for(source: ConversationSource, text: string, job: Job): Promise<ConnectionSearch> {
    const words: Word[] = [];
    for (const word of text
      .toLowerCase()
      .split(/\s+/)
      .filter((each) => each !== '')
      .slice(0, mostWords)) {
      words.push(new Word(source, word, await addressesWith(source, word, job)));
    }
    return new ConnectionSearch(source, words);
  }

  /** The conversations that hold every word, in their order. */
  async found(job: Job): Promise<Uint32Array> {
    const { count } = this.source.conversations;
    const found = new Uint32Array(count);
    let size = 0;
    for (let number = 0; number < count; number++) {
      if (this.holds(number)) found[size++] = number;
      if (number % searchedAtOnce === 0) await job.breathe(number, count);
    }
    return found.slice(0, size);
  }

  private holds(number: number): boolean {
    const { conversations } = this.source;
    const client = conversations.client(number);
    const server = conversations.server(number);
    const clientPort = conversations.clientPort(number);
    const serverPort = conversations.serverPort(number);
    return this.words.every(
      (word) =>
        word.isOf(client, clientPort) ||
        word.isOf(server, serverPort) ||
        word.isNumber(number) ||
        word.isOfProcess(number),
    );
  }
}

/** Addresses that have a word in them, and those that end as the part of it before its last colon. */
async function addressesWith({ store }: ConversationSource, word: string, job: Job): Promise<Uint8Array> {
  const { addresses } = store;
  const found = new Uint8Array(addresses.count);
  const colon = word.lastIndexOf(':');
  const before = colon < 0 ? null : word.slice(0, colon);
  for (let id = 0; id < found.length; id++) {
    const text = addresses.text(id);
    found[id] = text.includes(word) ? inside : before !== null && text.endsWith(before) ? atEnd : 0;
    if (id % 1024 === 0) await job.breathe(id, found.length);
  }
  return found;
}

const inside = 1;
const atEnd = 2;

class Word {
  private readonly port: string;
  private readonly isPort: boolean;
  private readonly states: ReadonlySet<number>;
  private readonly isReset: boolean;

  constructor(
    private readonly source: ConversationSource,
    private readonly word: string,
    private readonly addresses: Uint8Array,
  ) {
    this.port = word.slice(word.lastIndexOf(':') + 1);
    this.isPort = /^\d{1,5}$/.test(this.port);
    this.isReset = word.length > 2 && 'reset'.startsWith(word);
    const states = Array.from({ length: 12 }, (_, state) => state);
    this.states = new Set(states.filter((state) => tcpStateName(state).toLowerCase().startsWith(word)));
  }

  /** Whether it is in an end's address, is its port, or runs from the one into the other. */
  isOf(address: number, port: number): boolean {
    if (this.addresses[address] === inside) return true;
    if (!this.isPort) return false;
    if (this.word === this.port) return String(port) === this.port;
    return this.addresses[address] === atEnd && String(port).startsWith(this.port);
  }

  /** Whether it is the conversation's number, `#17`, begins the name of a state that an end is in, or `reset` where one was. */
  isNumber(number: number): boolean {
    if (this.word === `#${number}`) return true;
    const { tcp } = this.source.tally;
    if (this.isReset && (tcp?.resets[number] ?? 0) > 0) return true;
    if (this.states.size === 0 || tcp === null) return false;
    const states = this.source.states(number);
    return this.states.has(states & 15) || this.states.has(states >>> 4);
  }

  /** Whether it is in the name or the id of the process that an end belongs to. */
  isOfProcess(number: number): boolean {
    const { kind, analysis } = this.source;
    if (kind === 'ip') return false;
    return analysis.machine
      .processesOf(kind, number)
      .some(({ name, pid }) => `${name} (${pid})`.toLowerCase().includes(this.word));
  }
}
