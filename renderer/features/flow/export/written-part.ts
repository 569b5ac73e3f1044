import type {
  FlowBlockOfLines,
  FlowLane,
  FlowLine,
  FlowPlace,
  FlowRequest,
  FlowShape,
} from '../../../../preload/contract/flow';
import { bridge } from '../../../state/bridge';
import { captureId } from '../../../state/capture';
import { isCancelled, reportJob } from '../../../state/jobs';

/** What of a ladder is taken away: all, what is seen, or every packet of the run at the cursor. */
export type LadderRange = 'whole' | 'screen' | 'run';

/** A ladder as it is on screen. */
export interface ShownLadder {
  readonly request: FlowRequest;
  readonly shape: FlowShape;
  readonly title: string;
  readonly names: readonly string[];
  readonly spacing: number;
  /** What is seen, in steps. */
  readonly screen: () => { readonly top: number; readonly bottom: number };
  /** The line that keys act on. */
  readonly cursor: FlowPlace | null;
}

/** A part of a ladder, to be written out. */
export interface WrittenPart {
  readonly request: FlowRequest;
  readonly shape: FlowShape;
  readonly title: string;
  readonly names: readonly string[];
  /** In steps. */
  readonly top: number;
  readonly bottom: number;
}

export interface LineBlock {
  readonly lines: readonly FlowLine[];
  readonly lanes: readonly FlowLane[];
  /** In steps. */
  readonly top: number;
  readonly bottom: number;
}

/** Thrown where the user stopped the work: nothing has to be said. */
export class Stopped extends Error {}

/** Steps that are asked for at once, and how many such questions are under way. */
const BLOCK = 128;
const AHEAD = 3;

export async function partOf(shown: ShownLadder, range: LadderRange): Promise<WrittenPart> {
  const { request, shape, names, title } = shown;
  const part = { request, shape, names, title };
  if (range === 'run') return runPart(part, shown.cursor);
  if (range === 'whole') return { ...part, top: 0, bottom: shape.height };
  const { top, bottom } = shown.screen();
  return { ...part, top: Math.max(0, Math.floor(top)), bottom: Math.min(shape.height, Math.ceil(bottom)) };
}

/** Every packet of a run, whether it is shown in full or not. */
async function runPart(part: Omit<WrittenPart, 'top' | 'bottom'>, cursor: FlowPlace | null): Promise<WrittenPart> {
  const { flow } = bridge();
  const id = captureId();
  const found = cursor && (await flow.block(id, part.request, cursor.top, cursor.top + 0.5)).lines[0];
  if (found?.kind !== 'run') throw new Error('There is no run at the cursor. Select one, or write the whole ladder.');
  const request = { ...part.request, expanded: [...part.request.expanded, found.packet] };
  const [shape, first, last] = await Promise.all([
    flow.shape(id, request),
    flow.place(id, request, { kind: 'packet', packet: found.packet }),
    flow.place(id, request, { kind: 'packet', packet: found.last }),
  ]);
  return { ...part, request, shape, top: first?.top ?? 0, bottom: (last?.top ?? shape.height) + 1 };
}

/**
 * The lines of a part from above, as they come.
 *
 * @param job - its progress is told, and it stops when the user says so
 * @throws Stopped
 */
export async function* blocksOf(part: WrittenPart, job: string): AsyncGenerator<LineBlock> {
  const { request, title, top, bottom } = part;
  const id = captureId();
  const underWay: Promise<LineBlock>[] = [];
  const ask = async (from: number): Promise<LineBlock> => {
    const to = Math.min(bottom, from + BLOCK);
    return within(await bridge().flow.block(id, request, from, to), from, to);
  };
  let next = top;
  for (let done = top; done < bottom; ) {
    while (next < bottom && underWay.length < AHEAD) {
      underWay.push(ask(next));
      next += BLOCK;
    }
    const block = await (underWay.shift() as Promise<LineBlock>);
    if (isCancelled(job)) throw new Stopped();
    yield block;
    done = block.bottom;
    reportJob({ job, title, done: Math.round(done - top), total: Math.round(bottom - top) });
  }
}

/** Lines stand at or behind a place: an uneven end of a part may cut one. */
function within({ lines, lanes }: FlowBlockOfLines, top: number, bottom: number): LineBlock {
  return { lines: lines.filter((line) => line.top >= top && line.top < bottom), lanes, top, bottom };
}
