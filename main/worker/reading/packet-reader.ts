import { parentPort, workerData } from 'node:worker_threads';
import type { ReaderBatch, ReaderStart } from './reader-messages';
import { RowReader } from './row-reader';

const port = parentPort;
if (port === null) throw new Error('the reading thread is started by an analysis, not by hand');

/** Enough that a batch costs little, few enough that the other thread can answer questions between two of them. */
const batchRows = 16_384;
/** The first screenful is wanted at once. */
const firstRows = 256;

async function read(send: (batch: ReaderBatch) => void): Promise<void> {
  const reader = await RowReader.open(workerData as ReaderStart);
  let wanted = firstRows;
  do {
    while (reader.read(wanted - reader.unsent)) {
      send(reader.batch(false));
      wanted = batchRows;
    }
  } while (await reader.fill());
  send(reader.batch(true));
}

// What goes wrong here is thrown, and reaches the other thread as the error event.
void read((batch) => port.postMessage(batch));
