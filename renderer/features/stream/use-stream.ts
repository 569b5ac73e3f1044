import { useEffect, useRef, useState } from 'react';
import type { StreamName, StreamSummary } from '../../../preload/contract/stream';
import { bridge, sentenceOf } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { useConnection } from '../../state/connection';
import { useWhileShown } from '../../state/panel-shown';

/** A capture that grows is looked at again after this long. */
const PATIENCE_MILLISECONDS = 300;

/** The selected packet's stream; while a packet of none is selected, the one before. */
export function useShownStream(pinned: StreamName | null): StreamName | null {
  const { transport, stream } = useConnection();
  const capture = useCapture((state) => state.capture?.id);
  const kept = useRef<{ readonly capture: number | undefined; readonly name: StreamName } | null>(null);
  if (pinned) return pinned;
  if (transport !== null && stream >= 0) {
    const { name } = kept.current ?? {};
    const isSame = name?.transport === transport && name.stream === stream && kept.current?.capture === capture;
    if (!isSame) kept.current = { capture, name: { transport, stream } };
  }
  return kept.current?.capture === capture ? (kept.current?.name ?? null) : null;
}

interface OpenStream {
  readonly summary: StreamSummary | null;
  readonly fault: string | null;
  /** Another text whenever lines that were fetched before may be stale. */
  readonly version: string;
}

/** Opens a stream, and again whenever packets were added while it is on screen, or the capture was read anew. */
export function useStream(name: StreamName | null): OpenStream {
  const id = useCapture(({ capture }) => capture?.id ?? 0);
  const packets = useWhileShown(useCapture(({ capture }) => capture?.packets ?? 0));
  const revision = useCapture(({ capture }) => capture?.revision ?? 0);
  const [opened, setOpened] = useState<OpenStream & { readonly of: string }>({
    summary: null,
    fault: null,
    version: '',
    of: '',
  });
  const asked = useRef({ of: '', at: 0 });
  const of = name ? `${id} ${name.transport} ${name.stream}` : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the name is in `of`; packets and revision say when to look again
  useEffect(() => {
    if (!name || id === 0) return;
    // An answer is taken though packets came meanwhile: of a capture that grows quickly there would never be one.
    const isAsked = () => asked.current.of === of;
    const open = async () => {
      asked.current = { of, at: performance.now() };
      try {
        const summary = await bridge().stream.open(id, name);
        if (isAsked()) setOpened({ summary, fault: null, version: `${of} ${revision} ${summary.revision}`, of });
      } catch (fault) {
        if (isAsked()) setOpened({ summary: null, fault: sentenceOf(fault), version: '', of });
      }
    };
    const isNew = asked.current.of !== of;
    const wait = isNew ? 0 : Math.max(0, asked.current.at + PATIENCE_MILLISECONDS - performance.now());
    const timer = wait > 0 ? setTimeout(() => void open(), wait) : null;
    if (timer === null) void open();
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, [of, packets, revision]);

  return opened.of === of ? opened : { summary: null, fault: null, version: '' };
}
