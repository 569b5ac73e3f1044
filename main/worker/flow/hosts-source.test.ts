import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FlowLine, FlowRequest, FlowSubject } from '../../../preload/contract/flow';
import { CaptureAnalysis } from '../capture-analysis';
import { AllRows } from '../views';
import { FlowAnswers } from './flow-answers';

const sample = (name: string) => join(import.meta.dirname, '..', '..', '..', 'resources', 'samples', name);

const request = (subject: FlowSubject): FlowRequest => ({
  subject,
  spacing: 'even',
  collapsesRuns: false,
  expanded: [],
});

/** All lines of a ladder, once all is known of it. */
async function linesOf(answers: FlowAnswers, subject: FlowSubject): Promise<readonly FlowLine[]> {
  const asked = request(subject);
  while (!(await answers.shape(asked)).isComplete) await new Promise((resolve) => setTimeout(resolve, 1));
  const { height } = await answers.shape(asked);
  const lines: FlowLine[] = [];
  for (let top = 0; top < height; top += 64) lines.push(...(await answers.block(asked, top, top + 64)).lines);
  return lines;
}

/** What a line says, whichever ladder it stands on: all but its place, and which packets are before it. */
function said(line: FlowLine): unknown {
  const { line: _, top, from, to, fromTrack, toTrack, sinceStart, sincePrevious, ...rest } = line;
  const words = JSON.stringify(rest, (key, value) => (key === 'top' || key === 'node' ? undefined : value));
  return JSON.parse(words);
}

const toldBy = (lines: readonly FlowLine[], stream: number) =>
  lines.filter((line) => line.kind !== 'pause' && line.stream === stream).map(said);

describe.each(['office-traffic.pcapng', 'one-lost-segment.pcap', 'zero-window.pcap', 'lost-fins.pcap'])(
  '%s',
  (name) => {
    let analysis: CaptureAnalysis;
    let answers: FlowAnswers;
    beforeAll(async () => {
      analysis = await CaptureAnalysis.open(sample(name), { readerScript: null });
      await analysis.load();
      answers = new FlowAnswers(analysis, () => new AllRows(analysis.store));
    });
    afterAll(() => analysis.close());

    test('says of every segment what the ladder of its connection says', async () => {
      const all = await linesOf(answers, { kind: 'view', view: 0 });
      const { count } = analysis.connections.tcp;
      expect(count).toBeGreaterThan(0);
      for (let stream = 0; stream < count; stream++) {
        expect(toldBy(all, stream)).toEqual(toldBy(await linesOf(answers, { kind: 'tcp', stream }), stream));
      }
    });

    test('gives the lanes that overlap places beside each other', async () => {
      const asked = request({ kind: 'view', view: 0 });
      await linesOf(answers, asked.subject);
      const { height, tracks } = await answers.shape(asked);
      for (let top = 0; top < height; top += 64) {
        const lanes = (await answers.block(asked, top, top + 64)).lanes.filter(({ state }) => state !== 'zero window');
        for (const one of lanes) {
          expect(one.track).toBeLessThan(tracks[one.node] as number);
          const rivals = lanes.filter((each) => each !== one && each.node === one.node && each.track === one.track);
          expect(rivals.filter((each) => each.top < one.bottom && one.top < each.bottom)).toEqual([]);
        }
      }
    });
  },
);
