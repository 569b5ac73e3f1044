import { useCallback, useEffect, useRef, useState } from 'react';
import type { StreamFound, StreamQuery, StreamShape } from '../../../preload/contract/stream';
import { bridge, sentenceOf } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { withJob } from '../../state/jobs';
import type { LineTarget } from './stream-lines';

/** A pause in writing after which it is sought. */
const PAUSE_MILLISECONDS = 150;

interface Find {
  /** What the lines light up; null while nothing is sought. */
  readonly query: StreamQuery | null;
  readonly found: StreamFound | null;
  readonly fault: string | null;
  /** The match that was gone to, 0-based; -1 before the first. */
  readonly index: number;
  readonly target: LineTarget | null;
  go(towards: 'next' | 'previous'): void;
}

/** Seeks what is written, counts it, and goes from match to match. @param top - position to begin at */
export function useFind(shape: StreamShape | null, version: string, wanted: StreamQuery | null, top: number): Find {
  const [query, setQuery] = useState<StreamQuery | null>(null);
  const [found, setFound] = useState<StreamFound | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [at, setAt] = useState<{ readonly index: number; readonly target: LineTarget } | null>(null);
  const begin = useRef(top);
  begin.current = top;
  const key = wanted ? JSON.stringify(wanted) : '';
  /** What a first match was gone to for: a stream that has grown is counted anew, and who reads is left there. */
  const goneFor = useRef<{ readonly shape: StreamShape; readonly key: string } | null>(null);

  const seek = useCallback(
    async (sought: StreamQuery, from: number, towards: 'next' | 'previous') => {
      if (!shape) return;
      const match = await bridge().stream.match(captureId(), shape, sought, from, towards);
      setAt(match && { index: match.index, target: match });
    },
    [shape],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is in its key
  useEffect(() => {
    let isGone = false;
    setFault(null);
    if (!shape || !wanted) {
      goneFor.current = null;
      setQuery(null);
      setFound(null);
      setAt(null);
      return;
    }
    const timer = setTimeout(async () => {
      try {
        const count = await withJob(`Finding ${wanted.text}`, (job) =>
          bridge().stream.find(captureId(), shape, wanted, job),
        );
        if (isGone) return;
        setQuery(wanted);
        setFound(count);
        if (goneFor.current?.shape === shape && goneFor.current.key === key) return;
        goneFor.current = { shape, key };
        await seek(wanted, begin.current, 'next');
      } catch (problem) {
        if (isGone) return;
        goneFor.current = null;
        setQuery(null);
        setFound(null);
        setAt(null);
        setFault(sentenceOf(problem));
      }
    }, PAUSE_MILLISECONDS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [shape, version, key, seek]);

  const go = (towards: 'next' | 'previous') => {
    if (!query) return;
    const present = at?.target.spans[0]?.at ?? begin.current;
    void seek(query, towards === 'next' && at ? present + 1 : present, towards).catch(() => undefined);
  };
  return { query, found, fault, index: at?.index ?? -1, target: at?.target ?? null, go };
}
