import type { Bridge } from '../../preload/contract/bridge';
import type { CaptureState, DecodeAsRule } from '../../preload/contract/capture';
import type { EventName, Events } from '../../preload/contract/events';
import type { PacketRow, SortOrder } from '../../preload/contract/packets';
import type { Settings } from '../../preload/contract/settings';
import { bytesPerPacket, fakeProperties, fakeTimeline, fakeWarnings, firstTime, lastTime } from './fake-capture';
import { fakeFiles } from './fake-files';
import { fakeLive } from './fake-live';
import { fakeDetail, fakeRow } from './fake-rows';

interface FakeOptions {
  /** Packets of the capture that every path opens. */
  readonly packets?: number;
  /** How long the capture takes to load; 0 for at once. */
  readonly loadMilliseconds?: number;
  /** How long an answer takes. */
  readonly latencyMilliseconds?: number;
  readonly name?: string;
  readonly theme?: Settings['theme'];
  readonly startup?: boolean;
  readonly empty?: boolean;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const noGraph = () => Promise.reject(new Error('A capture that is made up has no graphs.'));

/** A bridge whose capture is made up row by row: what the window does with millions of packets can be seen without any. */
export function fakeBridge(options: FakeOptions = {}): Bridge {
  const packets = options.packets ?? 2_400_000;
  const loading = options.loadMilliseconds ?? 0;
  const latency = options.latencyMilliseconds ?? 8;
  const name = options.name ?? 'pod-7f.pcapng';
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const marked = new Set<number>();
  const comments = new Map<number, readonly string[]>([[3, ['Seen by the customer as a timeout.']]]);
  let reference: number | null = null;
  let settings: Settings = {
    theme: options.theme ?? 'dark',
    timeFormat: 'since-start',
    utc: true,
    columns: [],
    layout: {},
    verifyChecksums: false,
    verdicts: 'wirestate',
    filterHistory: [],
    savedFilters: [],
    macros: [],
    coloring: true,
    coloringRules: [],
  };
  let rules: readonly DecodeAsRule[] = [];
  let sort: SortOrder | null = null;
  let view = 0;
  let begun = 0;
  let stoppedAt: number | null = null;
  let revision = 1;
  let isOpen = false;
  let unsaved = false;

  const emit = <Name extends EventName>(event: Name, payload: Events[Name]) => {
    for (const listener of listeners.get(event) ?? []) (listener as (payload: Events[Name]) => void)(payload);
  };
  const share = () => (loading === 0 ? 1 : Math.min(1, ((stoppedAt ?? performance.now()) - begun) / loading));
  const rows = () => Math.floor(packets * share());
  const state = (): CaptureState => ({
    id: 1,
    path: `/captures/${name}`,
    name,
    phase: stoppedAt !== null ? 'cancelled' : share() < 1 ? 'loading' : 'ready',
    format: 'pcapng, little-endian',
    compression: 'none',
    sizeBytes: packets * bytesPerPacket,
    bytesRead: Math.floor(packets * bytesPerPacket * share()),
    packets: rows(),
    loadMilliseconds: loading === 0 ? 1300 : Math.min(loading, performance.now() - begun),
    firstTime,
    lastTime,
    marked: marked.size,
    commented: comments.size,
    unsaved,
    warnings: fakeWarnings,
    revision,
  });
  const changed = () => {
    revision += 1;
    unsaved = true;
    emit('captureState', state());
  };
  const row = (number: number, custom: readonly string[]): PacketRow => ({
    ...fakeRow(number, marked.has(number), comments.has(number), reference),
    custom: custom.map((field) => `${field.length}`),
  });
  const numberAt = (position: number) => (sort?.descending ? packets - position : position + 1);

  return {
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
    captures: {
      open: async (path) => {
        await pause(latency);
        if (path.includes('broken')) {
          throw new Error(
            `${path} is not a capture: its first four bytes are 0x50 4b 03 04 (a ZIP archive), where a pcap or pcapng file begins with its magic number. Unpack it and open the capture inside.`,
          );
        }
        begun = performance.now();
        isOpen = true;
        const timer = setInterval(() => {
          emit('captureState', state());
          if (share() >= 1 || !isOpen || stoppedAt !== null) clearInterval(timer);
        }, 100);
        return state();
      },
      close: async () => {
        isOpen = false;
      },
      state: async () => state(),
      cancelLoading: async () => {
        stoppedAt = performance.now();
        emit('captureState', state());
      },
      reload: async () => changed(),
      follow: async () => {},
      properties: async () => fakeProperties(name, packets),
      timeline: async (_, buckets) => fakeTimeline(buckets, share()),
      export: async (_, request) => {
        for (let done = 0; done <= 10; done += 1) {
          await pause(latency * 10);
          emit('jobProgress', { job: request.job, title: 'Writing packets', done, total: 10 });
        }
        unsaved = false;
        emit('captureState', state());
        return { path: request.path, packets, bytes: packets * bytesPerPacket, cancelled: false };
      },
      decodeAs: async () => rules,
      setDecodeAs: async (_, next) => {
        rules = next;
        changed();
      },
      setVerifyChecksums: async () => changed(),

      setVerdictSource: async () => {},
    },
    packets: {
      view: async (_, request) => {
        for (let done = 0; done < 15; done += 1) {
          await pause(latency * 12);
          emit('jobProgress', { job: request.job, title: 'Sorting', done, total: 15 });
        }
        sort = request.sort;
        view += 1;
        return { id: view, rows: packets, complete: true };
      },
      rows: async (_, { start, count, custom }) => {
        await pause(latency);
        const end = Math.min(rows(), start + count);
        return {
          start,
          total: rows(),
          rows: Array.from({ length: Math.max(0, end - start) }, (_, index) => row(numberAt(start + index), custom)),
        };
      },
      position: async (_, id, number) => (id > 0 && sort?.descending ? packets - number : number - 1),
      detail: async (_, number) => {
        await pause(latency);
        return fakeDetail(row(number, []), comments.get(number) ?? []);
      },
      mark: async (_, numbers, on) => {
        for (const number of numbers) on ? marked.add(number) : marked.delete(number);
        changed();
      },
      marked: async () => [...marked].sort((a, b) => a - b),
      comment: async (_, number, texts) => {
        if (texts.length > 0) comments.set(number, texts);
        else comments.delete(number);
        changed();
      },
      comments: async () => [...comments].map(([number, texts]) => ({ number, comments: texts })),
      timeReference: async (_, number, on) => {
        reference = on ? number : null;
        changed();
      },
    },
    colors: { setRules: async () => undefined, setTemporary: async () => undefined },
    filters: { check: async () => ({ error: null, fields: [] }), setMacros: async () => undefined },
    find: {
      check: async () => null,
      start: async () => ({ id: 1, matches: 0, examined: packets, total: packets, running: false }),
      step: async () => null,
      overview: async () => null,
      spot: async () => null,
      end: async () => undefined,
    },
    fields: {
      list: async () =>
        ['tcp.flags', 'tcp.flags.syn', 'tcp.window_size', 'ip.ttl', 'ip.src', 'http.request.uri', 'frame.len'].map(
          (field) => ({ name: field, label: `Label of ${field}`, type: 'uint16', help: '', values: [] }),
        ),
      protocols: async () => [
        { name: 'http', short: 'HTTP', title: 'Hypertext Transfer Protocol', tables: ['tcp.port'] },
        { name: 'dns', short: 'DNS', title: 'Domain Name System', tables: ['tcp.port', 'udp.port'] },
      ],
    },
    // What lists connections has no part in what is tested with this bridge.
    connections: {} as Bridge['connections'],
    stream: {} as Bridge['stream'],
    endpoints: {} as Bridge['endpoints'],
    protocols: {} as Bridge['protocols'],
    sockets: {} as Bridge['sockets'],
    flow: {} as Bridge['flow'],
    live: fakeLive(),
    files: fakeFiles(options.empty ?? false),
    settings: {
      get: async () => settings,
      change: async (changes) => {
        settings = { ...settings, ...changes };
        return settings;
      },
    },
    shell: {
      info: async () => ({ kind: 'browser', version: '0.1.0', platform: 'linux', nativeDialogs: false }),
      startupFile: async () => (options.startup ? `/captures/${name}` : null),
      newWindow: async () => {},
      setTitle: async () => {},
      openDocumentation: async () => {},
      revealFile: async () => {},
    },
    graphs: {
      connection: noGraph,
      traffic: noGraph,
      states: noGraph,
      lengths: noGraph,
      talkers: noGraph,
      responses: noGraph,
    },
    jobs: { cancel: async () => {} },
    drop: {
      pathOf: async (file, onProgress) => {
        for (let part = 0; part <= 10; part += 1) {
          await pause(latency);
          onProgress(part / 10);
        }
        return `/uploads/${file.name}`;
      },
    },
  };
}
