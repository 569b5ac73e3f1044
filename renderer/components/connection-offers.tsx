import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectionRow } from '../../preload/contract/connections';
import { endText } from '../format/endpoint';
import { formatCount, formatCounted } from '../format/quantity';
import { useAsking } from '../state/asking';
import { bridge } from '../state/bridge';
import { isGrowing, useCapture } from '../state/capture';
import { selectConnection } from '../state/connection';
import './connection-offers.css';

/** How many of those with trouble are offered beside the first. */
const MOST_TROUBLED = 5;

const troubleOf = ({ tcp }: ConnectionRow) =>
  tcp ? tcp.retransmissions + tcp.outOfOrder + tcp.duplicateAcks + tcp.zeroWindows + tcp.resets : 0;

/** Of a capture that grows nothing: each list takes the place of one that a table may show. */
async function offers(capture: number, job: string) {
  const { connections } = bridge();
  const open = useCapture.getState().capture;
  if (!open || isGrowing(open)) return { first: null, troubled: [], total: -1, complete: true };
  const order = { kind: 'tcp', text: '', job } as const;
  const inOrder = await connections.list(capture, { ...order, sort: null });
  const { rows: first } = await connections.rows(capture, { list: inOrder.id, start: 0, count: 1 });
  const byTrouble = await connections.list(capture, { ...order, sort: { column: 'trouble', descending: true } });
  const { rows } = await connections.rows(capture, { list: byTrouble.id, start: 0, count: MOST_TROUBLED });
  const troubled = rows.filter((row) => troubleOf(row) > 0);
  return { first: first[0] ?? null, troubled, total: inOrder.total, complete: true };
}

interface OffersProps {
  /** What is missing, in a sentence. */
  readonly says: string;
  /** Begins the button's text: `Graph`. */
  readonly does: string;
  /** What else can be done where there are TCP connections. */
  readonly children?: ReactNode;
}

/** What to look at where a panel needs a TCP connection and none is selected: the first, and those with most trouble. */
export function ConnectionOffers({ says, does, children }: OffersProps) {
  const { answer } = useAsking('offers', '', offers);
  const choose = ({ stream, firstPacket }: ConnectionRow) => selectConnection('tcp', stream, firstPacket);
  const first = answer?.first ?? null;
  return (
    <section className="offers" aria-label="Connections to look at">
      <p>{says}</p>
      {answer?.total === 0 && <p>There is no TCP connection in this capture.</p>}
      {first && (
        <Button onClick={() => choose(first)}>
          {does} {answer?.total === 1 ? 'the TCP connection' : 'the first TCP connection'}
        </Button>
      )}
      {answer && answer.total !== 0 && children}
      {answer && answer.troubled.length > 0 && (
        <>
          <h3>With most trouble</h3>
          <ul>
            {answer.troubled.map((row) => (
              <li key={row.stream}>
                <button type="button" onClick={() => choose(row)}>
                  <span className="dim">{formatCount(row.stream)}</span>
                  <span className="offer-client">{endText(row.client)}</span>
                  <span className="dim">→</span>
                  <span className="offer-server">{endText(row.server)}</span>
                  <span className="offer-trouble">{formatCounted(troubleOf(row), 'sign')}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
