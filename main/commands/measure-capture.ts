import { Annotations } from '../worker/annotations';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { rowPage } from '../worker/packet-rows';
import { AllRows } from '../worker/views';
import { type FilterMeasure, measureFilters } from './measure-filters';
import { type FollowMeasure, measureFollow } from './measure-follow';

export interface CaptureMeasures extends Partial<FollowMeasure> {
  readonly packets: number;
  readonly loadSeconds: number;
  /** User and system time of all threads while loading. */
  readonly processorSeconds: number;
  /** From opening the file to the first screenful, ready to show. */
  readonly firstRowsMilliseconds: number;
  readonly emptyRssBytes: number;
  readonly peakRssBytes: number;
  /** Over the empty program. */
  readonly bytesPerPacket: number;
  /** Packets that the hot reading left to the dissector. */
  readonly dissectedPackets: number;
  readonly filters: readonly FilterMeasure[];
}

const screenful = 50;

/** Loads the capture in this process, which must have loaded none before, and measures it. */
export async function measureCapture(path: string): Promise<CaptureMeasures> {
  const emptyRssBytes = process.memoryUsage.rss();
  const processor = process.cpuUsage();
  const started = performance.now();
  const analysis = await CaptureAnalysis.open(path);
  let firstRowsMilliseconds = 0;
  await analysis.load(undefined, () => {
    if (firstRowsMilliseconds > 0) return;
    const range = { view: 0, start: 0, count: screenful, custom: [] };
    rowPage(analysis, new Annotations(analysis), new AllRows(analysis.store), range);
    firstRowsMilliseconds = performance.now() - started;
  });
  const loadSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const packets = analysis.store.count;
  // Taken before the filters run: the memory is that of loading.
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  const filters = await measureFilters(analysis);
  const follow = await measureFollow(analysis);
  await analysis.close();
  return {
    packets,
    loadSeconds,
    processorSeconds: (user + system) / 1e6,
    firstRowsMilliseconds,
    emptyRssBytes,
    peakRssBytes,
    bytesPerPacket: packets === 0 ? 0 : (peakRssBytes - emptyRssBytes) / packets,
    dissectedPackets: analysis.dissectedPackets,
    filters,
    ...follow,
  };
}
