import type { KernelSample } from '../../../preload/contract/kernel';
import type { SocketView } from '../../analysis/dissection-context';
import { differencesOf } from '../../analysis/transport/machine-view';
import type { SocketNote } from '../../files/connection-note';
import { type Noted, timeOfNote } from './connection-key';

const billion = 1_000_000_000n;
/** Of these a kernel tells what a new socket would begin with, or nothing. */
const sendsNothing = new Set(['LISTEN', 'TIME-WAIT', 'UNCONN', 'CLOSED']);

/** A sample as a window shows it. */
export function kernelSample(view: SocketView): KernelSample {
  return { ...told(view, view.time), differences: differencesOf(view) };
}

/** The same of a socket that listens: no packet shows that it no longer does. */
export function listenerSample(note: Noted<SocketNote>): KernelSample {
  return { ...told(note, timeOfNote(note)), differences: note.state === 'LISTEN' ? [] : ['state'] };
}

function told(
  { state, receiveQueue, sendQueue, values }: Pick<SocketNote, 'state' | 'receiveQueue' | 'sendQueue' | 'values'>,
  time: bigint,
): Omit<KernelSample, 'differences'> {
  return {
    state,
    time: { seconds: Number(time / billion), nanoseconds: Number(time % billion) },
    receiveQueue,
    sendQueue,
    ...(sendsNothing.has(state)
      ? { resends: null, roundTrip: null, congestionWindow: null }
      : // ss leaves out what is zero.
        { resends: values.retrans ?? 0, roundTrip: values.rtt ?? null, congestionWindow: values.cwnd ?? null }),
  };
}
