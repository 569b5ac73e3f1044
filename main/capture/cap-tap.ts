// A tap made of the binding `cap`: a process that reads packets, stamps them and writes them, and does nothing else.
//   cap-tap capture DEVICE FILTER SNAPLENGTH BUFFERBYTES
//   cap-tap check DEVICE FILTER
import { writeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { loadCap } from './cap-binding';
import { captureWithCap } from './cap-capture';
import { isGone } from './interface-list';
import { PatientWriter } from './patient-writer';

const presenceMilliseconds = 500;
const [order, device = '', filter = '', snapLength = '0', bufferBytes = '0'] = process.argv.slice(2);

try {
  if (order === 'capture') capture();
  else check();
} catch (error) {
  fail((error as Error).message);
}

function capture(): void {
  hurry();
  const options = { device, filter, snapLength: Number(snapLength), bufferBytes: Number(bufferBytes) };
  const writer = new PatientWriter(writeSome);
  captureWithCap(options, (bytes) => writer.write(bytes));
  process.on('SIGINT', () => {
    writer.finish();
    process.exit(0);
  });
  // The binding does not notice that its device is gone.
  setInterval(() => isGone(device, '') && fail('The interface disappeared'), presenceMilliseconds);
}

/** Every wait for the processor is an error of the times. Only root may ask for more than its share. */
function hurry(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // As good as it gets.
  }
}

function check(): void {
  if (loadCap() === null) process.exit(3);
  captureWithCap({ device, filter, snapLength: 0, bufferBytes: 1 << 20 }, () => {}).close();
}

/** @returns 0 where the pipe is full */
function writeSome(bytes: Uint8Array, start: number): number {
  try {
    return writeSync(1, bytes, start);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nobody takes the packets any more.
    if (code !== 'EAGAIN') process.exit(0);
    return 0;
  }
}

function fail(words: string): void {
  process.stderr.write(`cap: ${words}\n`);
  process.exit(1);
}
