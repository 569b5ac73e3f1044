import type { IDockviewPanelProps } from 'dockview-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { StreamName, StreamShape } from '../../../preload/contract/stream';
import { ConnectionOffers } from '../../components/connection-offers';
import { FindBox } from './find-box';
import { StreamLines } from './stream-lines';
import { queryOf, useStreamOptions } from './stream-options';
import { StreamToolbar } from './stream-toolbar';
import { useColumns } from './use-columns';
import { useFind } from './use-find';
import { useShownStream, useStream } from './use-stream';
import './stream.css';

function pinnedName(params: Record<string, unknown>): StreamName | null {
  const { transport = 'tcp', stream } = params;
  const isName = (transport === 'tcp' || transport === 'udp') && typeof stream === 'number';
  return isName ? { transport, stream } : null;
}

/** The bytes of a connection or conversation, turn by turn. */
export function StreamPanel({ params }: IDockviewPanelProps) {
  const pinned = useMemo(() => pinnedName(params), [params]);
  const name = useShownStream(pinned);
  const { summary, fault, version } = useStream(name);
  const options = useStreamOptions();
  const body = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const columns = useColumns(body, options.format === 'hex' || options.format === 'c-array');
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [top, setTop] = useState(0);
  const { direction, format, encoding } = options;
  const view = summary?.views.some(({ id }) => id === options.view) ? options.view : 'bytes';
  const transport = summary?.transport ?? 'tcp';
  const stream = summary?.stream ?? -1;
  const shape = useMemo<StreamShape | null>(
    () => (stream < 0 || columns === 0 ? null : { transport, stream, view, direction, format, encoding, columns }),
    [transport, stream, view, direction, format, encoding, columns],
  );
  const find = useFind(shape, version, queryOf(text, format, matchCase), top);
  const onTop = useCallback((at: number) => setTop(at), []);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    input.current?.select();
  };
  const isEmpty = summary !== null && summary.turns === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+F of whatever has the keyboard in here
    <div className="stream-panel" onKeyDown={onKeyDown}>
      {summary && shape && (
        <StreamToolbar
          summary={summary}
          shape={shape}
          isPinned={pinned !== null}
          find={
            <FindBox
              input={input}
              text={text}
              onText={setText}
              matchCase={matchCase}
              onMatchCase={setMatchCase}
              isHex={format !== 'text' && format !== 'json'}
              find={find}
            />
          }
        />
      )}
      <div className="stream-body" ref={body}>
        {name === null && (
          <ConnectionOffers
            says="Select a packet of a TCP connection or a UDP conversation to see what its ends sent."
            does="Follow"
          />
        )}
        {fault !== null && <div className="panel-empty">{fault}</div>}
        {isEmpty && (
          <div className="panel-empty">
            No data: the packets of this stream are headers alone. Go to the next stream, or select another packet.
          </div>
        )}
        {summary && shape && !isEmpty && (
          <StreamLines shape={shape} version={version} query={find.query} match={find.target} onTop={onTop} />
        )}
      </div>
    </div>
  );
}
