import { type ReactNode, useRef } from 'react';
import type { Talker } from '../../../preload/contract/graphs';
import { PlotSaving } from '../../components/plot/plot-tools';
import { quantityText } from '../../format/axis';
import { formatCount, formatCounted } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { useAsking } from '../../state/asking';
import { bridge } from '../../state/bridge';
import { takeTerm } from '../../state/filter';
import { useStatistics } from './series';

const MOST = 50;

const csvOf = (talkers: readonly Talker[]) =>
  [
    'address,sent packets,sent bytes,received packets,received bytes',
    ...talkers.map((each) =>
      [each.address, each.sentPackets, each.sentBytes, each.receivedPackets, each.receivedBytes].join(','),
    ),
    '',
  ].join('\r\n');

/** A bar of what was sent and received, of the most that any address has. */
function Share({ talker, most }: { readonly talker: Talker; readonly most: number }) {
  const width = (bytes: number) => `${(100 * bytes) / Math.max(1, most)}%`;
  return (
    <span className="talker-bar" aria-hidden="true">
      <i style={{ width: width(talker.sentBytes), background: 'var(--client)' }} />
      <i style={{ width: width(talker.receivedBytes), background: 'var(--server)' }} />
    </span>
  );
}

/** Who sent and received most: of the stretch of time that the other graphs show. */
export function TopTalkers({ tabs, stretchNote }: { readonly tabs: ReactNode; readonly stretchNote: ReactNode }) {
  const stretch = useStatistics((statistics) => statistics.stretch);
  const drawing = useRef<HTMLDivElement>(null);
  const { answer, fault } = useAsking('talkers', JSON.stringify(stretch), async (capture) => ({
    ...(await bridge().graphs.talkers(capture, stretch, MOST)),
    complete: true,
  }));
  const talkers = answer?.talkers ?? [];
  const most = talkers[0] ? talkers[0].sentBytes + talkers[0].receivedBytes : 0;
  return (
    <section className="plot-sheet" aria-label="Top talkers">
      <div className="plot-bar">
        {tabs}
        {stretchNote}
        {answer && (
          <span className="plot-subject">
            {answer.addresses > talkers.length
              ? `the first ${talkers.length} of ${formatCounted(answer.addresses, 'address', 'addresses')}`
              : formatCounted(answer.addresses, 'address', 'addresses')}
          </span>
        )}
        {answer && <PlotSaving plot={drawing} name="top-talkers" hasPicture={false} csv={() => csvOf(talkers)} />}
      </div>
      {fault && <div className="plot-note">{fault}</div>}
      {answer && talkers.length === 0 && <div className="panel-empty">No packet with an address here.</div>}
      {talkers.length > 0 && (
        <section
          className="statistics-scroll"
          ref={drawing}
          aria-label="Addresses by bytes"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls
          tabIndex={0}
        >
          <table className="statistics-table" aria-label="Addresses by bytes">
            <thead>
              <tr>
                <th scope="col">Address</th>
                <th scope="col" className="talker-share">
                  <i className="plot-swatch" style={{ background: 'var(--client)' }} />
                  sent <i className="plot-swatch" style={{ background: 'var(--server)' }} />
                  received
                </th>
                <th scope="col">Sent</th>
                <th scope="col">Packets</th>
                <th scope="col">Received</th>
                <th scope="col">Packets</th>
              </tr>
            </thead>
            <tbody>
              {talkers.map((each) => (
                <tr key={each.address}>
                  <th scope="row">
                    <button
                      type="button"
                      className="talker-address"
                      title={`Show only ${each.filter}`}
                      onClick={() => takeTerm(each.filter, 'selected', true)}
                    >
                      {visibleText(each.address)}
                    </button>
                  </th>
                  <td className="talker-share">
                    <Share talker={each} most={most} />
                  </td>
                  <td>{quantityText('bytes', each.sentBytes)}</td>
                  <td>{formatCount(each.sentPackets)}</td>
                  <td>{quantityText('bytes', each.receivedBytes)}</td>
                  <td>{formatCount(each.receivedPackets)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
