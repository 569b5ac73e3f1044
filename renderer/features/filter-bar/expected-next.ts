import { parser } from '../../../main/analysis/filter/grammar/filter-parser';

/** What the grammar lets stand at a place in a filter. */
export interface ExpectedNext {
  readonly kind: 'operand' | 'operator' | 'value' | 'connective' | 'nothing';
  /** Where the word that is being written begins. */
  readonly from: number;
  /** That word as far as it is written. */
  readonly word: string;
  /** The field whose operator or value is expected; empty for none. */
  readonly field: string;
}

interface Token {
  readonly name: string;
  readonly text: string;
}

const COMPARING = new Set(['ComparisonOperator', 'InOperator']);
const JOINING = new Set(['AndOperator', 'OrOperator', 'XorOperator', 'NotOperator', 'Quantifier']);
const NAME = new Set(['Word', 'DottedName']);
/** Before these a test or a value begins. */
const OPENING = new Set(['(', '{', ',', '@']);

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, node, type }) => {
      const isOperator = COMPARING.has(name) || JOINING.has(name) || name === 'BitwiseOperator';
      if (type.isTop || type.isError || to === from) return true;
      if (isOperator || node.firstChild === null) tokens.push({ name, text: text.slice(from, to) });
      return !isOperator;
    },
  });
  return tokens;
}

/**
 * What can stand at the end of `before`, as far as the tokens tell: a field, its operator, a value, `and`.
 *
 * @param before - the filter up to the cursor
 */
export function expectedNext(before: string): ExpectedNext {
  const word = /(?:^|[^\w."'$])(\$\w*|[A-Za-z_][\w.-]*)$/.exec(before)?.[1] ?? '';
  const from = before.length - word.length;
  const tokens = tokensOf(before.slice(0, from));
  const last = tokens.at(-1);
  const isQuoted = /"(?:\\.|[^"\\])*$/.test(before.slice(0, from).replace(/"(?:\\.|[^"\\])*"/g, ''));
  const at = (kind: ExpectedNext['kind'], field = '') => ({ kind, from, word, field });
  // Close behind a number or a bracket nothing can begin.
  if (isQuoted || (word === '' && /[\w.:"'\])}]$/.test(before))) return at('nothing');
  if (!last || JOINING.has(last.name)) return at('operand');
  const comparing = tokens.findLastIndex(({ name }) => COMPARING.has(name));
  const joining = tokens.findLastIndex(({ name }) => JOINING.has(name));
  const field = comparing > joining ? (tokens[comparing - 1] as Token | undefined) : undefined;
  const compared = field && NAME.has(field.name) ? field.text : '';
  if (COMPARING.has(last.name)) return at('value', compared);
  if (OPENING.has(last.name)) return at(comparing > joining && last.name !== '(' ? 'value' : 'operand', compared);
  if (comparing > joining) return at('connective');
  return /\s$/.test(before.slice(0, from)) || last.name === ')' || last.name === ']'
    ? at('operator', NAME.has(last.name) ? last.text : '')
    : at('nothing');
}
