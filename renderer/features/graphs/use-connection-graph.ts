import { useEffect, useRef, useState } from 'react';
import type { ConnectionGraph, ConnectionGraphRequest } from '../../../preload/contract/graphs';
import { bridge, newJob, sentenceOf } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { cancelJob } from '../../state/jobs';

/** While work goes on, or the capture grows, the picture is drawn anew this often. */
const REDRAW_MILLISECONDS = 400;
/** Zooming asks when it comes to rest. */
const REST_MILLISECONDS = 60;

type Wish = Omit<ConnectionGraphRequest, 'job'>;

export interface Asked {
  /** The last answer; it may still be of what was asked before. */
  readonly graph: ConnectionGraph | null;
  readonly fault: string | null;
  /** Work on the graph goes on in the background. */
  readonly isWorking: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** Asks for a graph, and again while it is not complete. @param wish null where there is nothing to ask for yet */
export function useConnectionGraph(wish: Wish | null): Asked {
  const id = useCapture(({ capture }) => capture?.id);
  const revision = useCapture(({ capture }) => capture?.revision);
  const isGrowing = useCapture(({ capture }) => capture?.phase === 'loading' || capture?.phase === 'following');
  const [state, setState] = useState<{ graph: ConnectionGraph | null; of: string; fault: string | null }>({
    graph: null,
    of: '',
    fault: null,
  });
  const [isStopped, setStopped] = useState(false);
  const job = useRef('');
  const subject = wish ? `${id} ${wish.stream} ${wish.graph} ${wish.sender}` : '';
  const key = wish ? JSON.stringify(wish) : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection begins anew
  useEffect(() => {
    setStopped(false);
    job.current = newJob();
    const own = job.current;
    return () => cancelJob(own);
  }, [subject]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision may hold other verdicts; the key is the wish
  useEffect(() => {
    if (!wish || id === undefined || isStopped) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const graph = await bridge().graphs.connection(id, { ...wish, job: job.current });
        if (isOver) return;
        setState({ graph, of: subject, fault: null });
        if (!graph.complete || isGrowing) timer = setTimeout(ask, REDRAW_MILLISECONDS);
      } catch (fault) {
        if (!isOver) setState({ graph: null, of: subject, fault: sentenceOf(fault) });
      }
    };
    timer = setTimeout(ask, state.of === subject ? REST_MILLISECONDS : 0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, revision, key, isGrowing, isStopped]);

  const isCurrent = state.of === subject;
  return {
    graph: isCurrent ? state.graph : null,
    fault: isCurrent ? state.fault : null,
    isWorking: isCurrent && state.graph !== null && !state.graph.complete && !isStopped,
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
