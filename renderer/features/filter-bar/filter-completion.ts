import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete';
import type { FieldEntry, ProtocolEntry } from '../../../preload/contract/fields';
import type { FilterMacro, SavedFilter } from '../../../preload/contract/filters';
import { callOf, STANDARD_MACROS } from '../../state/macro-names';
import { expectedNext } from './expected-next';

/** What completion offers from: the registry, asked for once. */
export interface Vocabulary {
  readonly fields: ReadonlyMap<string, FieldEntry>;
  readonly protocols: readonly ProtocolEntry[];
  readonly savedFilters: readonly SavedFilter[];
  readonly macros: readonly FilterMacro[];
}

export const NO_WORDS: Vocabulary = { fields: new Map(), protocols: [], savedFilters: [], macros: [] };

const OPERATORS: readonly Completion[] = [
  { label: '==', detail: 'equal' },
  { label: '!=', detail: 'all values differ' },
  { label: '>', detail: 'greater' },
  { label: '<', detail: 'less' },
  { label: '>=', detail: 'greater or equal' },
  { label: '<=', detail: 'less or equal' },
  { label: 'contains', detail: 'holds these bytes or this text' },
  { label: 'matches', detail: 'fits a regular expression, upper and lower case alike' },
  { label: 'in', detail: 'one of a set: {80, 443, 8000..8080}', apply: 'in {' },
];

const CONNECTIVES: readonly Completion[] = [
  { label: 'and', detail: 'both' },
  { label: 'or', detail: 'either' },
  { label: 'xor', detail: 'one but not the other' },
];

const FUNCTIONS: readonly Completion[] = [
  ['len', 'length in bytes'],
  ['count', 'how often the field occurs'],
  ['lower', 'text in lower case'],
  ['upper', 'text in upper case'],
  ['string', 'any field as text'],
  ['max', 'greatest of the values'],
  ['min', 'least of the values'],
  ['abs', 'without its sign'],
].map(([label, detail]) => ({
  label: label as string,
  detail: detail as string,
  type: 'function',
  apply: `${label}(`,
}));

/** Only what has an order can be greater or less. */
const hasOrder = (type: string) => !/^(?:boolean|none|protocol|bytes)$/.test(type);
const isText = (type: string) => /string|bytes|protocol|none/.test(type);

const connective = ({ label, detail }: Completion): Completion => ({
  label,
  ...(detail ? { detail } : {}),
  type: 'keyword',
  apply: `${label} `,
});

/** The list keeps the order that it is given in; without it the editor would go by the alphabet. */
const inOrder = (completions: readonly Completion[]): readonly Completion[] =>
  completions.map((completion, index) => ({ ...completion, boost: -Math.min(99, index) }));

/** Once taken, what it can be compared with is offered at once. */
const operator = ({ label, detail, apply }: Completion): Completion => ({
  label,
  ...(detail ? { detail } : {}),
  type: 'keyword',
  apply: (view, _, from, to) => {
    view.dispatch(insertCompletionText(view.state, typeof apply === 'string' ? apply : `${label} `, from, to));
    startCompletion(view);
  },
});

function operatorsFor(field: FieldEntry | undefined): readonly Completion[] {
  return OPERATORS.filter(({ label }) => {
    if (!field) return true;
    if (/^[<>]/.test(label)) return hasOrder(field.type);
    if (label === 'contains' || label === 'matches') return isText(field.type);
    return true;
  });
}

/** The names of a field's values; the number is what is written, as a name may hold blanks. */
function valuesOf(field: FieldEntry | undefined): readonly Completion[] {
  if (!field) return [];
  if (field.type === 'boolean') {
    return [
      { label: '1', detail: 'set', type: 'constant' },
      { label: '0', detail: 'not set', type: 'constant' },
    ];
  }
  return field.values.map(({ value, name }) => ({
    label: name,
    detail: String(value),
    type: 'constant',
    apply: JSON.stringify(name),
  }));
}

/** Layers that most questions are about. */
const COMMON = new Set(['tcp', 'ip', 'udp', 'ipv6', 'http', 'dns', 'tls', 'eth', 'frame', 'icmp', 'arp']);

/**
 * How high up the list: names that begin with what is written, then those of which a part does, then labels; short names and
 * common layers before what lies deep in rare ones.
 */
function boost(name: string, label: string, word: string): number {
  const parts = name.split('.');
  const fit = name.startsWith(word)
    ? 60
    : parts.some((part) => part.startsWith(word))
      ? 45
      : name.includes(word)
        ? 30
        : label
              .toLowerCase()
              .split(/\W+/)
              .some((part) => part.startsWith(word))
          ? 15
          : 0;
  return fit + (COMMON.has(parts[0] as string) ? 6 : 0) - Math.min(12, name.length / 3) - 2 * parts.length;
}

function fieldsFor(word: string, { fields, protocols }: Vocabulary): readonly Completion[] {
  const wanted = word.toLowerCase();
  const layers = protocols
    .filter(({ name }) => name.includes(wanted))
    .map(({ name, title }) => ({
      label: name,
      detail: title,
      type: 'namespace',
      boost: boost(name, title, wanted) + 10,
    }));
  const known = new Set(layers.map(({ label }) => label));
  const named = [...fields.values()]
    .filter(({ name, label }) => !known.has(name) && (name.includes(wanted) || label.toLowerCase().includes(wanted)))
    .map(({ name, label, help, type }) => ({
      label: name,
      detail: label,
      type: 'property',
      boost: boost(name, label, wanted),
      info: help ? `${help}. ${typeText(type)}` : typeText(type),
    }));
  return [...layers, ...named].sort((a, b) => b.boost - a.boost).slice(0, 60);
}

/** Filters saved under labels that begin with what is written, or with one of whose words does; they replace all of it. */
function savedFor(word: string, { savedFilters }: Vocabulary): readonly Completion[] {
  const wanted = word.toLowerCase();
  if (wanted === '') return [];
  return savedFilters
    .filter(({ label }) =>
      label
        .toLowerCase()
        .split(/\s+/)
        .concat(label.toLowerCase())
        .some((part) => part.startsWith(wanted)),
    )
    .map(({ label, filter }) => ({ label, detail: filter, type: 'text', apply: filter, boost: 60 }));
}

/** Macros, once a dollar sign is written. */
function macrosFor(word: string, { macros }: Vocabulary): readonly Completion[] {
  const wanted = word.slice(1).toLowerCase();
  const own = macros.map((macro) => ({ call: callOf(macro), help: macro.text }));
  return [...own, ...STANDARD_MACROS]
    .filter(({ call }) => call.toLowerCase().includes(wanted))
    .map(({ call, help }) => ({ label: call, detail: help, type: 'function', apply: call.replace(/\(.+\)$/, '(') }));
}

const typeText = (type: string) => `Type: ${type}`;

/** Fields with their labels and help, the operators that a field takes, the names of its values. */
export function completeFilter(vocabulary: () => Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const next = expectedNext(context.state.sliceDoc(0, context.pos));
    const field = vocabulary().fields.get(next.field);
    const isAlone = next.kind === 'operand' && next.from === 0 && context.pos === context.state.doc.length;
    const options = [
      ...(isAlone ? savedFor(next.word, vocabulary()) : []),
      ...optionsFor(next.kind, next.word, field, vocabulary()),
    ];
    if (options.length === 0 || (next.word === '' && !context.explicit && next.kind === 'operand')) return null;
    if (next.kind === 'operand') return { from: next.from, options, filter: false };
    return { from: next.from, options };
  };
}

function optionsFor(
  kind: ReturnType<typeof expectedNext>['kind'],
  word: string,
  field: FieldEntry | undefined,
  vocabulary: Vocabulary,
): readonly Completion[] {
  switch (kind) {
    case 'operand':
      if (word.startsWith('$')) return macrosFor(word, vocabulary);
      return [
        ...fieldsFor(word, vocabulary),
        ...FUNCTIONS.filter(({ label }) => word !== '' && label.startsWith(word)),
      ];
    case 'operator':
      return inOrder([...operatorsFor(field).map(operator), ...CONNECTIVES.map(connective)]);
    case 'value':
      return inOrder(valuesOf(field));
    case 'connective':
      return inOrder(CONNECTIVES.map(connective));
    case 'nothing':
      return [];
  }
}
