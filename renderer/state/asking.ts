import { useEffect, useRef, useState } from 'react';
import type { CaptureId, JobId } from '../../preload/contract/capture';
import { newJob, sentenceOf } from './bridge';
import { useCapture } from './capture';
import { cancelJob } from './jobs';
import { useIsPanelShown } from './panel-shown';

/** While work goes on the answer is asked for anew: soon at first, then this often, as while the capture grows. */
const AGAIN_MILLISECONDS = 400;
const SOON_MILLISECONDS = 50;
/** Zooming asks when it comes to rest. */
const REST_MILLISECONDS = 60;

interface Answer {
  readonly complete: boolean;
}

export interface Asked<Value> {
  /** The last answer, which may be of another stretch of the same subject; null before the first. */
  readonly answer: Value | null;
  readonly fault: string | null;
  /** Work goes on in the background. */
  readonly isWorking: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/**
 * Asks about the open capture, again when the wish or the capture changes, and again while the answer is not complete; in a panel that
 * is hidden, once.
 *
 * @param subject - what the answer is of: with another, the old answer is dropped and its work is stopped; empty for nothing
 * @param wish - everything that the question depends on
 */
export function useAsking<Value extends Answer>(
  subject: string,
  wish: string,
  ask: (capture: CaptureId, job: JobId) => Promise<Value>,
): Asked<Value> {
  const id = useCapture(({ capture }) => capture?.id);
  const revision = useCapture(({ capture }) => capture?.revision);
  const isGrowing = useCapture(({ capture }) => capture?.phase === 'loading' || capture?.phase === 'following');
  const [state, setState] = useState<{ answer: Value | null; of: string; fault: string | null }>({
    answer: null,
    of: '',
    fault: null,
  });
  const isShown = useIsPanelShown();
  const [isStopped, setStopped] = useState(false);
  const job = useRef('');
  const latest = useRef(ask);
  latest.current = ask;
  const whole = subject === '' ? '' : `${id} ${subject}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject begins anew
  useEffect(() => {
    setStopped(false);
    job.current = newJob();
    return () => cancelJob(job.current);
  }, [whole]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision may hold other verdicts
  useEffect(() => {
    if (subject === '' || id === undefined || isStopped) return;
    // What nobody sees is asked for once, and again when it is seen.
    if (!isShown && state.of === whole) return;
    let isOver = false;
    let pause = SOON_MILLISECONDS;
    const again = async () => {
      try {
        const answer = await latest.current(id, job.current);
        if (isOver) return;
        setState({ answer, of: whole, fault: null });
        if (!answer.complete) pause = Math.min(pause * 2, AGAIN_MILLISECONDS);
        if (isShown && (!answer.complete || isGrowing))
          timer = setTimeout(again, answer.complete ? AGAIN_MILLISECONDS : pause);
      } catch (fault) {
        if (!isOver) setState({ answer: null, of: whole, fault: sentenceOf(fault) });
      }
    };
    let timer = setTimeout(again, state.of === whole ? REST_MILLISECONDS : 0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, revision, whole, wish, isGrowing, isShown, isStopped]);

  const answer = state.of === whole ? state.answer : null;
  return {
    answer,
    fault: state.of === whole ? state.fault : null,
    isWorking: answer !== null && !answer.complete && !isStopped,
    stop: () => {
      setStopped(true);
      cancelJob(job.current);
    },
    goOn: () => {
      job.current = newJob();
      setStopped(false);
    },
  };
}
