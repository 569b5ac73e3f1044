import { clientState, serverState, TcpState } from '../../analysis/tcp/tcp-state';
import type { CaptureAnalysis } from '../capture-analysis';
import type { HostNodes } from './host-nodes';
import type { PacketFlow } from './packet-flow';
import type { Ends } from './standing';

/** More lanes beside each other cannot be told apart; connections beyond them have none. */
const mostTracks = 4;
const assignedAtOnce = 2048;

/** A connection's stay on the ladder. Positions are those of the ladder. */
interface Stay {
  readonly stream: number;
  readonly first: number;
  last: number;
  tracks: [number, number];
  /** Position behind which its lanes are over. */
  until: [number, number];
}

/** One lane of a node, given to one connection after the other. */
interface Track {
  stay: Stay;
  end: 0 | 1;
  isClosed: boolean;
}

/** Which lanes of a node are whose: connections that overlap stand beside each other, others after one another. */
export class HostTracks {
  /** Connections in the order of appearance. */
  readonly streams: number[] = [];
  /** Lanes side by side, by node. */
  readonly counts: number[];
  private readonly stays = new Map<number, Stay>();
  /** Those that have a lane, by their first packet. */
  private shown: readonly Stay[] = [];

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly flow: PacketFlow,
    private readonly nodes: HostNodes,
  ) {
    this.counts = nodes.nodes.map(() => 0);
  }

  /** A packet of a connection is at a position; positions come ascending. */
  meet(stream: number, position: number): void {
    const known = this.stays.get(stream);
    if (known !== undefined) {
      known.last = position;
      return;
    }
    this.streams.push(stream);
    this.stays.set(stream, { stream, first: position, last: position, tracks: [-1, -1], until: [0, 0] });
  }

  /** Gives each connection its lanes, in steps. */
  *assign(): Generator<void> {
    const used = this.nodes.nodes.map((): Track[] => []);
    let assigned = 0;
    for (const stay of this.stays.values()) {
      if (++assigned % assignedAtOnce === 0) yield;
      const nodes = this.nodes.ends(stay.stream);
      for (const end of [0, 1] as const) {
        const tracks = used[nodes[end]];
        if (tracks !== undefined) stay.tracks[end] = this.takeTrack(tracks, stay, end);
      }
    }
    used.forEach((tracks, node) => {
      this.counts[node] = tracks.length;
    });
    this.shown = [...this.stays.values()].filter(({ tracks }) => tracks[0] >= 0 || tracks[1] >= 0);
  }

  of(stream: number): { readonly nodes: Ends; readonly tracks: Ends; readonly until: Ends } {
    const { tracks, until } = this.stays.get(stream) ?? { tracks: [-1, -1], until: [0, 0] };
    return { nodes: this.nodes.ends(stream), tracks: tracks as unknown as Ends, until: until as unknown as Ends };
  }

  /** Connections that have a lane between two positions. */
  between(from: number, to: number): number[] {
    return this.shown
      .filter(({ first, until }) => first <= to && Math.max(...until) >= from)
      .map(({ stream }) => stream);
  }

  /** A lane for one end: one that is free for good, else a new one, else the one whose connection has been silent longest. */
  private takeTrack(tracks: Track[], stay: Stay, end: 0 | 1): number {
    const free = tracks.filter((track) => track.stay.last < stay.first);
    const closed = free.find(({ isClosed }) => isClosed);
    const silent = free.sort((one, other) => one.stay.last - other.stay.last)[0];
    const isClosed = this.isClosed(stay, end);
    stay.until[end] = isClosed ? stay.last + 1 : this.flow.count;
    if (closed === undefined && tracks.length < mostTracks) return tracks.push({ stay, end, isClosed }) - 1;
    const taken = closed ?? silent;
    if (taken === undefined) return -1;
    if (!taken.isClosed) taken.stay.until[taken.end] = stay.first;
    const at = tracks.indexOf(taken);
    tracks[at] = { stay, end, isClosed };
    return at;
  }

  private isClosed({ last }: Stay, end: 0 | 1): boolean {
    const states = this.analysis.store.get('states', this.flow.rows[last] as number);
    return (end === 0 ? clientState(states) : serverState(states)) === TcpState.closed;
  }
}
