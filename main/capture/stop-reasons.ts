import type { CaptureRequest } from './capture-request';
import type { StopReason } from './messages';

export function stopOfWriteError(error: NodeJS.ErrnoException): { reason: StopReason; detail: string } {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { reason: 'disk-full', detail: '' };
    case 'EPIPE':
      return { reason: 'reader-gone', detail: '' };
    default:
      return { reason: 'write-failed', detail: error.message };
  }
}

/** One sentence, for the status bar and for standard error. */
export function sentenceOfStop(
  reason: StopReason,
  detail: string,
  { stop, path, backend, taps }: CaptureRequest,
): string {
  switch (reason) {
    case 'asked':
      return 'Capturing was stopped.';
    case 'packets':
      return `Capturing stopped after ${stop.packets} packets, as asked.`;
    case 'bytes':
      return `Capturing stopped after ${stop.bytes} bytes, as asked.`;
    case 'seconds':
      return `Capturing stopped after ${stop.seconds} seconds, as asked.`;
    case 'files':
      return `Capturing stopped after ${stop.files} files, as asked.`;
    case 'interface-gone':
      return taps.length === 1
        ? `Capturing stopped: ${detail} is gone.`
        : 'Capturing stopped: every interface is gone.';
    case 'disk-full':
      return `Capturing stopped: the disk that holds ${path} is full. What was captured until then is kept.`;
    case 'write-failed':
      return `Capturing stopped: ${path} cannot be written (${detail}). What was captured until then is kept.`;
    case 'reader-gone':
      return 'Capturing stopped: the standard output is no longer read.';
    case 'backend-failed':
      return `Capturing stopped: ${backend} says: ${detail.replace(/\.$/, '')}.`;
    case 'killed':
      return 'Capturing stopped: the capture process died. What was captured until then is kept.';
  }
}
