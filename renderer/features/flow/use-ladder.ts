import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowPlace, FlowRequest, FlowShape, FlowTarget } from '../../../preload/contract/flow';
import { bridge, sentenceOf } from '../../state/bridge';
import { isGrowing, useCapture } from '../../state/capture';
import { LadderPages } from './ladder-pages';

/** How often a ladder that is not complete is asked for again, and one of a capture that grows. */
const INCOMPLETE_MILLISECONDS = 120;
const GROWING_MILLISECONDS = 500;
const STALE_MILLISECONDS = 100;

export interface LadderState {
  readonly request: FlowRequest;
  readonly shape: FlowShape | null;
  readonly pages: LadderPages | null;
  /** Counts the blocks that came, to draw again. */
  readonly news: number;
  readonly fault: string | null;
  place(target: FlowTarget): Promise<FlowPlace | null>;
}

/** A ladder as the worker has it: its shape, and its lines as they are needed. */
export function useLadder(request: FlowRequest): LadderState {
  const capture = useCapture(({ capture }) => capture);
  const [shape, setShape] = useState<FlowShape | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [news, setNews] = useState(0);
  const shown = useRef(request);
  const id = capture?.id ?? 0;
  const revision = capture?.revision;
  const grows = capture !== null && isGrowing(capture);

  const refresh = useCallback(async () => {
    try {
      const next = await bridge().flow.shape(id, request);
      if (shown.current !== request) return null;
      setShape((before) => (before?.version === next.version && before.isComplete === next.isComplete ? before : next));
      setFault(null);
      return next;
    } catch (error) {
      if (shown.current === request) setFault(sentenceOf(error));
      return null;
    }
  }, [id, request]);

  const again = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** A ladder of a capture that grows may be stale again as soon as it is there. */
  const refreshSoon = useCallback(() => {
    clearTimeout(again.current);
    again.current = setTimeout(() => void refresh(), STALE_MILLISECONDS);
  }, [refresh]);
  useEffect(() => () => clearTimeout(again.current), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision changes what the worker answers
  useEffect(() => {
    shown.current = request;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isOver = false;
    const ask = async () => {
      const next = await refresh();
      if (isOver) return;
      if (next && !next.isComplete) timer = setTimeout(ask, INCOMPLETE_MILLISECONDS);
      else if (grows) timer = setTimeout(ask, GROWING_MILLISECONDS);
    };
    void ask();
    return () => {
      isOver = true;
      if (timer) clearTimeout(timer);
    };
  }, [refresh, request, revision, grows]);

  const latest = useRef<{ readonly refresh: unknown; readonly pages: LadderPages } | null>(null);
  const pages = useMemo(() => {
    if (!shape) return null;
    const before = latest.current?.refresh === refresh ? latest.current.pages : null;
    const made = new LadderPages(
      shape.version,
      shape.height,
      (top, bottom) => bridge().flow.block(id, request, top, bottom),
      () => setNews((count) => count + 1),
      refreshSoon,
      before,
    );
    latest.current = { refresh, pages: made };
    return made;
  }, [shape, id, request, refresh, refreshSoon]);
  const place = useCallback((target: FlowTarget) => bridge().flow.place(id, request, target), [id, request]);
  return useMemo(() => ({ request, shape, pages, news, fault, place }), [request, shape, pages, news, fault, place]);
}
