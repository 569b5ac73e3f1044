import type { Bridge } from '../../preload/contract/bridge';
import type { CaptureState, DecodeAsRule } from '../../preload/contract/capture';
import type { EventName, Events } from '../../preload/contract/events';
import type { PacketRow, SortOrder } from '../../preload/contract/packets';
import type { Settings } from '../../preload/contract/settings';
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
    sizeBytes: packets * 450,
    bytesRead: Math.floor(packets * 450 * share()),
    packets: rows(),
    loadMilliseconds: loading === 0 ? 1300 : Math.min(loading, performance.now() - begun),
    firstTime: { seconds: 1_448_984_900, nanoseconds: 0 },
    lastTime: { seconds: 1_449_083_787, nanoseconds: 0 },
    marked: marked.size,
    commented: comments.size,
    unsaved,
    warnings: [
      {
        severity: 'warning',
        message: 'The interface statistics block at byte 1,063,212 has an option that runs past its end.',
        offset: 1_063_212,
      },
      {
        severity: 'error',
        message: 'The file ends at byte 1,080,000,113 in the middle of a packet of 1,514 bytes; 212 were there.',
        offset: 1_080_000_113,
      },
    ],
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
      properties: async () => ({
        path: `/captures/${name}`,
        format: 'pcapng, little-endian',
        compression: 'none',
        sizeBytes: packets * 450,
        packets,
        capturedBytes: packets * 430,
        firstTime: { seconds: 1_448_984_900, nanoseconds: 0 },
        lastTime: { seconds: 1_449_083_787, nanoseconds: 0 },
        hardware: 'x86_64',
        operatingSystem: 'Linux 6.1',
        application: 'dumpcap',
        comments: [],
        interfaces: [
          {
            index: 0,
            name: 'eth0',
            description: '',
            linkType: 1,
            linkTypeName: 'Ethernet',
            snapLength: 262144,
            timeResolution: 'microseconds',
            captureFilter: 'tcp',
            operatingSystem: 'Linux',
            packets,
            received: packets,
            dropped: 12,
            comments: [],
          },
        ],
        nameResolutions: 0,
        decryptionSecrets: 0,
      }),
      timeline: async (_, buckets) => ({
        from: { seconds: 1_448_984_900, nanoseconds: 0 },
        to: { seconds: 1_449_083_787, nanoseconds: 0 },
        packets: Float64Array.from({ length: buckets }, (_, i) =>
          i / buckets <= share() ? 40 + 900 * Math.abs(Math.sin(i * 0.11) * Math.cos(i * 0.037)) : 0,
        ),
        bytes: Float64Array.from({ length: buckets }, () => 40_000),
        trouble: Float64Array.from({ length: buckets }, (_, i) => (i % 29 === 13 && i / buckets <= share() ? 30 : 0)),
      }),
      export: async (_, request) => {
        for (let done = 0; done <= 10; done += 1) {
          await pause(latency * 10);
          emit('jobProgress', { job: request.job, title: 'Writing packets', done, total: 10 });
        }
        unsaved = false;
        emit('captureState', state());
        return { path: request.path, packets, bytes: packets * 450, cancelled: false };
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
    files: {
      chooseOpen: async () => null,
      chooseSave: async () => null,
      roots: async () => ['/captures'],
      folder: async (path) => ({
        path,
        parent: path === '/captures' ? null : '/captures',
        entries: [
          {
            name: 'incident-2024-05',
            path: '/captures/incident-2024-05',
            kind: 'folder',
            sizeBytes: 0,
            modifiedAt: 1_714_000_000_000,
          },
          ...Array.from({ length: 40 }, (_, i) => ({
            name: `trace-${i}.pcapng`,
            path: `/captures/trace-${i}.pcapng`,
            kind: 'file' as const,
            sizeBytes: 1_000_000 * i,
            modifiedAt: 1_714_000_000_000 + i * 86_400_000,
          })),
          {
            name: 'broken.zip',
            path: '/captures/broken.zip',
            kind: 'file',
            sizeBytes: 1234,
            modifiedAt: 1_714_000_000_000,
          },
        ],
      }),
      exists: async (path) => path.endsWith('trace-1.pcapng'),
      recent: async () =>
        options.empty
          ? []
          : [
              {
                path: '/captures/pod-7f.pcapng',
                name: 'pod-7f.pcapng',
                openedAt: Date.now() - 4_000_000,
                sizeBytes: 1_060_000_000,
                missing: false,
              },
              {
                path: '/captures/a/very/long/folder/that/goes/on/and/on/edge-proxy-before-the-change-of-2024-05-17-with-a-long-name.pcap.gz',
                name: 'edge-proxy-before-the-change-of-2024-05-17-with-a-long-name.pcap.gz',
                openedAt: Date.now() - 90_000_000,
                sizeBytes: 31_000,
                missing: false,
              },
              {
                path: '/captures/gone.pcap',
                name: 'gone.pcap',
                openedAt: Date.now() - 900_000_000,
                sizeBytes: 31_000,
                missing: true,
              },
            ],
      forgetRecent: async () => {},
      samples: async () =>
        options.empty
          ? []
          : [
              {
                path: '/samples/lost-segment.pcapng',
                title: 'A lost segment',
                shows: 'Three duplicate ACKs with SACK, then the retransmission.',
              },
              {
                path: '/samples/reset.pcapng',
                title: 'Reset after a complete response',
                shows: 'The client closes a socket that still has unread bytes.',
              },
            ],
    },
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
