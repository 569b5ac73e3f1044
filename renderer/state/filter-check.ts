import { useEffect, useState } from 'react';
import type { FilterFault } from '../../preload/contract/filters';
import { bridge } from './bridge';
import { useCapture } from './capture';

/** A pause in writing after which the text is checked. */
const CHECK_MILLISECONDS = 150;

/** What is wrong with a filter that is being written; null for nothing, and while no capture is open to ask. */
export function useFilterFault(text: string): FilterFault | null {
  const capture = useCapture((state) => state.capture?.id);
  const [found, setFound] = useState<{ readonly text: string; readonly fault: FilterFault | null } | null>(null);
  useEffect(() => {
    if (capture === undefined) return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const check = await bridge()
        .filters.check(capture, text)
        .catch(() => null);
      if (isWanted) setFound({ text, fault: check?.error ?? null });
    }, CHECK_MILLISECONDS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [capture, text]);
  return found?.text === text ? found.fault : null;
}

/** What is wrong with those of several filters that are none, by their text. */
export function useWrongFilters(texts: readonly string[]): ReadonlyMap<string, string> {
  const capture = useCapture((state) => state.capture?.id);
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const key = texts.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the texts are others
  useEffect(() => {
    if (capture === undefined) return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const checks = await Promise.all(
        texts.map((text) =>
          bridge()
            .filters.check(capture, text)
            .catch(() => null),
        ),
      );
      if (isWanted) {
        const faults = texts.map((text, i) => [text, checks[i]?.error?.message ?? ''] as const);
        setWrong(new Map(faults.filter(([, message]) => message !== '')));
      }
    }, CHECK_MILLISECONDS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [capture, key]);
  return wrong;
}
