import { either, flag, list, nullable, oneOf, record, type Shape, text, whole } from './argument-shape';

const capture = whole(1);
const job = text(200);
const stream = { transport: oneOf('tcp', 'udp'), stream: whole(0) };
const name = record(stream);

const shape = record({
  ...stream,
  view: text(100),
  direction: oneOf('client', 'server', 'both'),
  format: oneOf('text', 'hex', 'c-array', 'json', 'raw'),
  encoding: (value) => typeof value === 'string' && isEncoding(value),
  columns: whole(8, 2_000),
});

const query = record({ text: text(10_000), kind: oneOf('text', 'hex'), matchCase: flag });

const saving = either(
  record({ shape, kind: oneOf('raw', 'text'), paths: paths(1), job }),
  record({ shape, kind: oneOf('each'), paths: paths(2), job }),
);

/** Shapes of the arguments of the `stream` methods. */
export const streamShapes = {
  'stream.open': [capture, name],
  'stream.turns': [capture, name, whole(0), whole(0, 10_000)],
  'stream.bytes': [capture, name, oneOf('client', 'server'), whole(0), whole(0, 16 << 20)],
  'stream.lines': [capture, shape, whole(0), whole(0, 2_000), nullable(query)],
  'stream.measure': [capture, shape, job],
  'stream.lineOf': [capture, shape, whole(0)],
  'stream.locate': [capture, shape, whole(1)],
  'stream.find': [capture, shape, query, job],
  'stream.match': [capture, shape, query, whole(0), oneOf('next', 'previous')],
  'stream.text': [capture, shape, whole(0), whole(0)],
  'stream.save': [capture, saving],
} as const satisfies Readonly<Record<string, readonly Shape[]>>;

/** Exactly so many paths. */
function paths(count: number): Shape {
  const atMost = list(text(32_768), count);
  return (value) => atMost(value) && (value as unknown[]).length === count;
}

/** The name of an encoding as the Encoding Standard writes it, and no other label of it. */
function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding === label;
  } catch {
    return false;
  }
}
