import type { MethodName } from '../../preload/contract/methods';
import type { Settings } from '../../preload/contract/settings';
import {
  dictionary,
  either,
  finite,
  flag,
  list,
  nullable,
  oneOf,
  partial,
  record,
  type Shape,
  text,
  whole,
} from './argument-shape';
import { Refusal } from './refusal';
import { streamShapes } from './stream-arguments';

const path = text(32_768);
const capture = whole(1);
const packet = whole(1);
const view = whole(0);
const job = text(200);
const column = text(1_000);
const fieldNames = list(text(1_000), 200);
const packets = list(packet, 50_000_000);
const comments = list(text(1_000_000), 1_000);
const nanoseconds: Shape = (value) => typeof value === 'string' && /^-?\d{1,20}$/.test(value);

const stream = whole(0);
const listRange = record({ list: view, start: whole(0), count: whole(0, 1_000) });
const conversationKind = oneOf('tcp', 'udp', 'ip');

const exportFormat = oneOf('pcap', 'pcap-nanosecond', 'pcapng');

const saveFormat = oneOf('pcap', 'pcap-nanosecond', 'pcapng', 'csv', 'json', 'bytes', 'text');

const exportRequest = record({
  path,
  format: exportFormat,
  packets: either(
    record({ kind: oneOf('all', 'marked') }),
    record({ kind: oneOf('displayed'), view }),
    record({ kind: oneOf('selected'), numbers: packets }),
  ),
  job,
});

const viewRequest = record({
  filter: text(500_000),
  timeRange: nullable(record({ from: nanoseconds, to: nanoseconds })),
  sort: nullable(record({ column, descending: flag })),
  selected: either((value) => value === undefined, packet),
  job,
});

const findQuery = record({
  kind: oneOf('text', 'hex', 'pattern', 'filter'),
  text: text(500_000),
  place: oneOf('info', 'fields', 'bytes'),
  caseSensitive: flag,
  width: oneOf('any', 'narrow', 'wide'),
});

const search = whole(1);
const packetOrNone = whole(0);

const decodeAsRule = record({ table: text(200), key: whole(0, 0xffff_ffff), protocol: nullable(text(200)) });

const verdictSource = oneOf('wirestate', 'wireshark');

const stretch = nullable(record({ from: finite, to: finite }));
const pixels = whole(1, 100_000);

const connectionGraphRequest = record({
  stream: whole(0),
  graph: oneOf('sequence', 'round-trip', 'round-trip-by-sequence', 'throughput', 'window'),
  sender: nullable(oneOf('client', 'server')),
  x: stretch,
  y: stretch,
  columns: pixels,
  lines: pixels,
  job,
});

const trafficRequest = record({
  series: list(
    record({
      filter: text(500_000),
      measure: oneOf('packets', 'bytes', 'bits', 'count', 'sum', 'average', 'minimum', 'maximum'),
      field: text(1_000),
    }),
    32,
  ),
  x: stretch,
  interval: nullable(finite),
  columns: pixels,
  job,
});

const limit = nullable(whole(1));

const liveOptions = record({
  interfaces: list(
    record({
      device: text(1_000),
      filter: text(10_000),
      snapLength: whole(0, 262_144),
      promiscuous: flag,
      monitor: flag,
    }),
    50,
  ),
  backend: oneOf('auto', 'cap', 'dumpcap', 'tcpdump'),
  bufferMebibytes: whole(1, 1_024),
  path: nullable(path),
  ring: nullable(record({ bytes: limit, seconds: limit, files: limit })),
  stop: record({ packets: limit, bytes: limit, seconds: limit, files: limit }),
  noteProcesses: flag,
});

const ruleColor: Shape = either(
  oneOf('', 'verdict', 'client', 'server', 'problem', 'warning', 'good', 'late', 'window', 'note'),
  (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
);

const coloringRules = list(
  record({
    name: text(1_000),
    filter: text(100_000),
    foreground: ruleColor,
    background: ruleColor,
    enabled: flag,
  }),
  1_000,
);

const macros = list(record({ name: text(200), text: text(100_000) }), 1_000);
/** Shapes of every setting that this version knows. */
export const settingShapes: Readonly<Record<keyof Settings, Shape>> = {
  theme: oneOf('dark', 'light', 'system'),
  timeFormat: oneOf('since-start', 'since-previous', 'of-day', 'date-and-time', 'epoch'),
  utc: flag,
  columns: list(record({ id: column, title: text(1_000), width: finite, hidden: flag }), 500),
  layout: dictionary(list(finite, 50), 200),
  workspace: text(200_000),
  tables: dictionary(list(record({ id: text(200), width: finite, hidden: flag }), 200), 50),
  verifyChecksums: flag,
  verdicts: verdictSource,
  filterHistory: list(text(500_000), 200),
  savedFilters: list(record({ label: text(1_000), filter: text(500_000) }), 1_000),
  macros,
  coloring: flag,
  coloringRules,
};

const flowRequest = record({
  subject: either(
    record({ kind: oneOf('tcp', 'udp'), stream: whole(0) }),
    record({ kind: oneOf('view'), view }),
    record({ kind: oneOf('host'), address: text(1_000) }),
  ),
  spacing: oneOf('even', 'time'),
  collapsesRuns: flag,
  expanded: list(packet, 10_000),
});

const flowTarget = either(
  record({ kind: oneOf('packet'), packet }),
  record({ kind: oneOf('line'), line: whole(0) }),
  record({ kind: oneOf('problem'), from: whole(-1), by: oneOf(1, -1) }),
  record({ kind: oneOf('time'), nanoseconds: finite }),
);

/** Shapes of every method's arguments, in their order. */
const shapes: Readonly<Record<MethodName, readonly Shape[]>> = {
  'captures.open': [path],
  'captures.close': [capture],
  'captures.state': [capture],
  'captures.cancelLoading': [capture],
  'captures.reload': [capture],
  'captures.follow': [capture, flag],
  'captures.properties': [capture],
  'captures.timeline': [capture, whole(1, 100_000)],
  'captures.export': [capture, exportRequest],
  'captures.decodeAs': [capture],
  'captures.setVerdictSource': [capture, verdictSource],
  'captures.setDecodeAs': [capture, list(decodeAsRule, 10_000)],
  'captures.setVerifyChecksums': [capture, flag],
  ...streamShapes,
  'packets.view': [capture, viewRequest],
  'packets.rows': [capture, record({ view, start: whole(0), count: whole(0, 10_000), custom: fieldNames })],
  'packets.position': [capture, view, packet],
  'packets.detail': [capture, packet],
  'packets.mark': [capture, packets, flag],
  'packets.marked': [capture],
  'packets.comment': [capture, packet, comments],
  'packets.comments': [capture],
  'packets.timeReference': [capture, packet, flag],
  'connections.one': [capture, stream],
  'connections.list': [
    capture,
    record({ kind: conversationKind, text: text(10_000), sort: nullable(record({ column, descending: flag })), job }),
  ],
  'connections.rows': [capture, listRange],
  'connections.position': [capture, view, stream],
  'connections.measure': [capture, job],
  'connections.export': [capture, record({ path, format: oneOf('csv', 'json'), list: view, job })],
  'endpoints.list': [
    capture,
    record({
      kind: oneOf('eth', 'ip', 'tcp', 'udp'),
      text: text(10_000),
      sort: nullable(record({ column, descending: flag })),
      job,
    }),
  ],
  'endpoints.rows': [capture, listRange],
  'protocols.hierarchy': [capture, record({ byStreams: flag, job })],
  'sockets.list': [
    capture,
    record({
      at: nullable(nanoseconds),
      state: nullable(text(20)),
      sort: nullable(record({ column, descending: flag })),
      job,
    }),
  ],
  'sockets.rows': [capture, listRange],
  'live.interfaces': [],
  'live.traffic': [],
  'live.permissions': [],
  'live.checkFilter': [text(1_000), text(10_000)],
  'live.remembered': [],
  'live.start': [liveOptions],
  'live.callOff': [],
  'live.stop': [capture],
  'live.restart': [capture],
  'live.state': [capture],
  'live.current': [],
  'live.keep': [capture, path],
  'live.discard': [capture],
  'live.unsaved': [],
  'live.recover': [text(200)],
  'live.forget': [text(200)],
  'flow.shape': [capture, flowRequest],
  'flow.block': [capture, flowRequest, finite, finite],
  'flow.place': [capture, flowRequest, flowTarget],
  'fields.list': [],
  'filters.check': [capture, text(500_000)],
  'filters.setMacros': [capture, macros],
  'colors.setRules': [capture, coloringRules],
  'colors.setTemporary': [capture, coloringRules],
  'graphs.connection': [capture, connectionGraphRequest],
  'graphs.traffic': [capture, trafficRequest],
  'graphs.states': [capture, record({ ends: oneOf('both', 'client', 'server'), x: stretch, columns: pixels })],
  'graphs.lengths': [capture, stretch],
  'graphs.talkers': [capture, stretch, whole(1, 1_000)],
  'graphs.responses': [capture, record({ x: stretch, columns: pixels, job })],
  'fields.protocols': [],
  'find.check': [capture, findQuery],
  'find.start': [capture, record({ query: findQuery, view, packet: packetOrNone, job })],
  'find.step': [capture, search, packetOrNone, oneOf('next', 'previous')],
  'find.overview': [capture, search, whole(1, 10_000), packetOrNone],
  'find.spot': [capture, search, packet],
  'find.end': [capture, search],
  'files.chooseOpen': [],
  'files.chooseSave': [text(4_096), saveFormat],
  'files.roots': [],
  'files.folder': [path],
  'files.exists': [path],
  'files.recent': [],
  'files.forgetRecent': [path],
  'files.samples': [],
  'settings.get': [],
  'settings.change': [partial(settingShapes)],
  'shell.info': [],
  'shell.startupFile': [],
  'shell.newWindow': [nullable(path)],
  'shell.setTitle': [text(4_096), nullable(path), flag],
  'shell.openDocumentation': [text(2_000)],
  'shell.revealFile': [path],
  'jobs.cancel': [job],
};

export function isMethodName(method: unknown): method is MethodName {
  return typeof method === 'string' && Object.hasOwn(shapes, method);
}

/** @throws Refusal naming the method and the argument that is not of the contract's shape */
export function checkCall(method: unknown, args: unknown): asserts method is MethodName {
  if (!isMethodName(method)) throw new Refusal(`There is no method ${JSON.stringify(String(method).slice(0, 80))}.`);
  const expected = shapes[method];
  if (!Array.isArray(args) || args.length !== expected.length)
    throw new Refusal(`${method} takes ${expected.length} arguments.`);
  const wrong = expected.findIndex((shape, index) => !shape(args[index]));
  if (wrong >= 0) throw new Refusal(`Argument ${wrong + 1} of ${method} is not of the shape that it must have.`);
}
