import type { Sender, SentStream, StreamAssembly } from './stream-assembly';

/** A stretch of one end's stream that reached the other end's application at once, as far as the capture tells. */
export interface Delivery {
  readonly sender: Sender;
  readonly offset: number;
  readonly length: number;
  /** The packet that brought the bytes; 0-based row. For a gap: the packet behind it. */
  readonly row: number;
  /** Bytes of the packet's payload in front of these. */
  readonly skip: number;
  /** The capture has none of these bytes. */
  readonly missing: boolean;
}

/**
 * Both ends' bytes in the order in which they could be read: a piece counts from when all before it have arrived, a gap
 * from when something behind it has.
 */
export function* deliveries(assembly: StreamAssembly): Generator<Delivery> {
  const client = inOrder('client', assembly.client);
  const server = inOrder('server', assembly.server);
  let one = client.next();
  let other = server.next();
  while (!one.done || !other.done) {
    if (other.done || (!one.done && one.value.readyAt <= other.value.readyAt)) {
      if (one.done) return;
      yield one.value.delivery;
      one = client.next();
    } else {
      yield other.value.delivery;
      other = server.next();
    }
  }
}

function* inOrder(sender: Sender, { stream }: SentStream): Generator<{ readyAt: number; delivery: Delivery }> {
  const { pieces } = stream;
  let readyAt = 0;
  let at = 0;
  for (let i = 0; i < pieces.count; i++) {
    const offset = pieces.offset(i);
    const row = pieces.row(i);
    readyAt = Math.max(readyAt, row);
    if (offset > at) {
      yield { readyAt, delivery: { sender, offset: at, length: offset - at, row, skip: 0, missing: true } };
    }
    yield {
      readyAt,
      delivery: { sender, offset, length: pieces.length(i), row, skip: pieces.skip(i), missing: false },
    };
    at = pieces.end(i);
  }
}
