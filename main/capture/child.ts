// The capture process: captures to disk, and does nothing that could hold it up. Started by the session or the command line,
// which it outlives only for as long as it takes to end the capture in order.
import { CaptureRun } from './capture-run';
import type { CaptureOrder, CaptureReport } from './messages';
import { openParentChannel } from './parent-channel';
import { stopOfWriteError } from './stop-reasons';

let run: CaptureRun | null = null;
let over = false;

const channel = openParentChannel<CaptureOrder, CaptureReport>(
  (order) => {
    if (order.kind === 'start') start(order.request);
    else run?.stop();
  },
  // Whoever asked for the capture is gone: what is there is kept.
  () => (run === null || over ? process.exit(0) : run.stop()),
);

function start(request: Extract<CaptureOrder, { kind: 'start' }>['request']): void {
  try {
    run = new CaptureRun(request, (report) => {
      if (report.kind === 'stopped') over = true;
      channel.send(report, over ? () => process.exit(0) : undefined);
    });
    run.start();
  } catch (error) {
    const { reason, detail } = stopOfWriteError(error as NodeJS.ErrnoException);
    const sentence = `${request.path} cannot be written: ${detail === '' ? 'the disk is full' : detail}.`;
    const none = { captured: 0, capturedBytes: 0, received: null, droppedByKernel: null, droppedByInterface: null };
    const counters = { ...none, missing: null, fileBytes: 0, perInterface: [] };
    over = true;
    channel.send({ kind: 'stopped', reason, sentence, counters, files: [] }, () => process.exit(0));
  }
}

// Ctrl+C in a terminal reaches the whole group; the parent decides what becomes of it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => run?.stop());
process.on('SIGHUP', () => run?.stop());
