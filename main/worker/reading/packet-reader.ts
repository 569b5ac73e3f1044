import { parentPort, workerData } from 'node:worker_threads';
import { mostAhead, type ReaderBatch, type ReaderStart } from './reader-messages';
import { RowReader } from './row-reader';

const port = parentPort;
if (port === null) throw new Error('the reading thread is started by an analysis, not by hand');

/** Enough that a batch costs little, few enough that the other thread can answer questions between two of them. */
const batchRows = 16_384;
/** The first screenful is wanted at once. Batches grow from there: whoever takes them is slow until its code is compiled. */
const firstRows = 256;
const growth = 2;

async function read(start: ReaderStart, send: (batch: ReaderBatch) => void): Promise<void> {
  const reader = await RowReader.open(start);
  let wanted = firstRows;
  do {
    while (reader.read(wanted - reader.unsent)) {
      send(reader.batch(false));
      wanted = Math.min(batchRows, wanted * growth);
    }
  } while (await reader.fill());
  send(reader.batch(true));
}

/** Sends batches, and waits where too many were not taken yet. */
function sender(start: ReaderStart): (batch: ReaderBatch) => void {
  const taken = new Int32Array(start.taken);
  let sent = 0;
  return (batch) => {
    port?.postMessage(batch);
    sent++;
    for (let now = Atomics.load(taken, 0); sent - now >= mostAhead; now = Atomics.load(taken, 0))
      Atomics.wait(taken, 0, now);
  };
}

// What goes wrong here is thrown, and reaches the other thread as the error event.
const start = workerData as ReaderStart;
void read(start, sender(start));
