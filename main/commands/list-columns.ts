import { secondsText } from '../analysis/fields/value-text';
import { RowFlag } from '../analysis/store/schema';
import type { CaptureAnalysis } from '../worker/capture-analysis';
import { infoText } from '../worker/packet-rows';
import { segmentBadge } from '../worker/segment-badge';

/** Writes a column of a row. */
export type ListColumn = (analysis: CaptureAnalysis, row: number) => string;

/** The columns of the packet list under the names that tshark has for them. Info is in Wirestate's words. */
const columns: Readonly<Record<string, ListColumn>> = {
  '_ws.col.No.': (_, row) => String(row + 1),
  '_ws.col.Time': timeText,
  '_ws.col.Source': ({ store }, row) => store.addresses.text(store.get('source', row)),
  '_ws.col.Destination': ({ store }, row) => store.addresses.text(store.get('destination', row)),
  '_ws.col.Protocol': (analysis, row) => analysis.registry.at(analysis.dissect(row, false).summary.protocol).short,
  '_ws.col.Length': ({ store }, row) => String(store.get('originalLength', row)),
  '_ws.col.Info': (analysis, row) => {
    const badge = segmentBadge(analysis, row, 'wireshark');
    const info = infoText(badge, analysis.dissect(row, false));
    return badge.text === '' ? info : `[${badge.text}] ${info}`;
  },
};

export const listColumn = (name: string): ListColumn | undefined => columns[name];

export const listColumnNames: readonly string[] = Object.keys(columns);

/** Seconds since the first packet, as fine as the capture has them. */
function timeText(analysis: CaptureAnalysis, row: number): string {
  const { store } = analysis;
  if (!store.has(row, RowFlag.hasTime)) return '';
  const nanoseconds = analysis.time(row) - analysis.time(0);
  const text = secondsText(nanoseconds);
  const isFine = analysis.file.interfaces.some(({ ticksPerSecond }) => ticksPerSecond > 1e6);
  return isFine ? text : text.slice(0, -3);
}
