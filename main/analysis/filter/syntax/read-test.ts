import type { SyntaxNode } from '@lezer/common';
import { FilterError } from '../filter-error';
import { readCharacter, readRawString, readString } from '../literals/quoted-text';
import type { ArithmeticOperator, ComparisonOperator, Member, Operand, Range, Test } from './expression';
import { parseStrictly } from './syntax-error';

/** How deep parentheses and `not` may be nested; more would not fit the stack. */
const deepest = 2500;

const aliases: Readonly<Record<string, ComparisonOperator>> = {
  eq: '==',
  any_eq: '==',
  ne: '!=',
  all_ne: '!=',
  all_eq: '===',
  any_ne: '!==',
  '~=': '!==',
  gt: '>',
  lt: '<',
  ge: '>=',
  le: '<=',
  '~': 'matches',
};

/** Reads a filter's text. @throws FilterError */
export function readFilter(text: string): Test {
  const { topNode } = parseStrictly(text);
  return new Reader(text).test(topNode.firstChild as SyntaxNode, 0);
}

class Reader {
  constructor(private readonly text: string) {}

  test(node: SyntaxNode, depth: number): Test {
    const place = { start: node.from, end: node.to };
    this.checkDepth(node, depth);
    switch (node.name) {
      case 'Parenthesized':
        return this.test(children(node)[1] as SyntaxNode, depth + 1);
      case 'Or':
      case 'Xor':
      case 'And': {
        const parts = children(node).filter((_, index) => index % 2 === 0);
        const kind = node.name === 'Or' ? 'or' : node.name === 'Xor' ? 'xor' : 'and';
        return { kind, parts: parts.map((part) => this.test(part, depth + 1)), ...place };
      }
      case 'Not':
        return { kind: 'not', part: this.test(node.lastChild as SyntaxNode, depth + 1), ...place };
      case 'Comparison':
        return this.comparison(node, depth);
      case 'Membership':
        return this.membership(node, depth);
      default:
        return { kind: 'existence', operand: this.operand(node.firstChild as SyntaxNode, depth + 1), ...place };
    }
  }

  private comparison(node: SyntaxNode, depth: number): Test {
    const parts = children(node);
    const quantifier = this.quantifier(parts);
    const operands = parts.filter((_, index) => index % 2 === 0).map((part) => this.operand(part, depth + 1));
    const operators = parts
      .filter((_, index) => index % 2 === 1)
      .map((each) => {
        const text = this.of(each);
        return { operator: aliases[text] ?? (text as ComparisonOperator), text, start: each.from, end: each.to };
      });
    return { kind: 'comparison', quantifier, operands, operators, start: node.from, end: node.to };
  }

  private membership(node: SyntaxNode, depth: number): Test {
    const parts = children(node);
    const quantifier = this.quantifier(parts);
    const [operand, ...rest] = parts;
    const set = rest.at(-1) as SyntaxNode;
    const members = children(set).filter(({ name }) => name !== '{' && name !== '}' && name !== ',');
    return {
      kind: 'membership',
      quantifier,
      negated: rest.some(({ name }) => name === 'NotOperator'),
      operand: this.operand(operand as SyntaxNode, depth + 1),
      members: members.map((member) => this.member(member, depth + 1)),
      start: node.from,
      end: node.to,
    };
  }

  private member(node: SyntaxNode, depth: number): Member {
    if (node.name !== 'Span') return this.operand(node, depth);
    const [from, , to] = children(node) as [SyntaxNode, SyntaxNode, SyntaxNode];
    return {
      kind: 'span',
      from: this.operand(from, depth),
      to: this.operand(to, depth),
      start: node.from,
      end: node.to,
    };
  }

  /** Takes the quantifier off the parts. */
  private quantifier(parts: SyntaxNode[]): 'any' | 'all' | null {
    return parts[0]?.name === 'Quantifier' ? (this.of(parts.shift() as SyntaxNode) as 'any' | 'all') : null;
  }

  private operand(node: SyntaxNode, depth: number): Operand {
    const place = { start: node.from, end: node.to };
    this.checkDepth(node, depth);
    switch (node.name) {
      case 'Bitwise':
      case 'Sum':
      case 'Product':
        return this.arithmetic(node, depth);
      case 'Group':
        return this.operand(children(node)[1] as SyntaxNode, depth + 1);
      case 'Signed': {
        const operand = this.operand(node.lastChild as SyntaxNode, depth + 1);
        return this.of(node.firstChild as SyntaxNode) === '+' ? operand : { kind: 'negation', operand, ...place };
      }
      case 'Call':
        return this.call(node, depth);
      case 'Sliced': {
        const operand = this.operand(node.firstChild as SyntaxNode, depth + 1);
        return { kind: 'slice', operand, ranges: this.ranges(node), ...place };
      }
      default:
        return this.plain(node);
    }
  }

  private plain(node: SyntaxNode): Operand {
    const text = this.of(node);
    const place = { start: node.from, end: node.to };
    switch (node.name) {
      case 'String':
        return { kind: 'string', text: readString(text, node.from), ...place };
      case 'RawString':
        return { kind: 'string', text: readRawString(text), ...place };
      case 'Character':
        return { kind: 'character', code: readCharacter(text, node.from), text, ...place };
      case 'Reference':
        return { kind: 'reference', name: text.slice(2, -1).trim(), ...place };
      case 'DottedName':
        return { kind: 'word', text: text.slice(1), forced: 'field', ...place };
      case 'Prefixed':
        return { kind: 'word', text: text.slice(1), forced: 'bytes', ...place };
      case 'Address':
      case 'Network':
        return { kind: 'word', text, forced: 'literal', ...place };
      case 'Raw': {
        const inner = node.lastChild as SyntaxNode;
        return { ...this.field(inner), raw: true, ...place };
      }
      case 'Layered':
        return this.field(node);
      default:
        return { kind: 'word', text, forced: null, ...place };
    }
  }

  private field(node: SyntaxNode): Operand & { kind: 'field' } {
    const place = { start: node.from, end: node.to };
    const isLayered = node.name === 'Layered';
    const name = this.of(isLayered ? (node.firstChild as SyntaxNode) : node).replace(/^\./, '');
    return { kind: 'field', name, layers: isLayered ? this.ranges(node) : null, raw: false, ...place };
  }

  private call(node: SyntaxNode, depth: number): Operand {
    const [name, ...rest] = children(node) as [SyntaxNode, ...SyntaxNode[]];
    const args = rest.filter((part) => part.name !== '(' && part.name !== ')' && part.name !== ',');
    return {
      kind: 'call',
      name: this.of(name),
      nameEnd: name.to,
      args: args.map((part) => this.operand(part, depth + 1)),
      start: node.from,
      end: node.to,
    };
  }

  private arithmetic(node: SyntaxNode, depth: number): Operand {
    const parts = children(node);
    const operators = parts.filter((_, index) => index % 2 === 1).map((each) => this.of(each));
    return {
      kind: 'arithmetic',
      operands: parts.filter((_, index) => index % 2 === 0).map((part) => this.operand(part, depth + 1)),
      operators: operators.map((text) => (text === 'bitwise_and' ? '&' : (text as ArithmeticOperator))),
      start: node.from,
      end: node.to,
    };
  }

  private ranges(node: SyntaxNode): Range[] {
    const parts = children(node);
    const single = parts.find(({ name }) => name === 'LayerNumber');
    if (single) {
      const first = Number(this.of(single).slice(1));
      return [{ first, length: 1, last: null, start: single.from, end: single.to }];
    }
    return parts.filter(({ name }) => name === 'Range').map((part) => this.range(part));
  }

  /** `i:j`, `i-j`, `i`, `:j`, `i:`, `:`. */
  private range(node: SyntaxNode): Range {
    const text = this.of(node).replace(/\s/g, '');
    const place = { start: node.from, end: node.to };
    const [, first = '', mark = '', second = ''] = /^(-?\d+)?([:-])?(-?\d+)?$/.exec(text) as RegExpExecArray;
    for (const offset of [first, second]) {
      if (offset !== '' && Math.abs(Number(offset)) > 0x7fff_ffff)
        throw new FilterError(`${offset} is too large for an offset`, node.from, node.to);
    }
    const from = first === '' ? 0 : Number(first);
    if (mark === '') return { first: from, length: 1, last: null, ...place };
    if (mark === '-') return this.inclusive(from, Number(second), place);
    if (second === '') return { first: from, length: null, last: null, ...place };
    const length = Number(second);
    if (length <= 0)
      throw new FilterError(`a length of ${length} takes nothing; it must be 1 or more`, node.from, node.to);
    return { first: from, length, last: null, ...place };
  }

  private inclusive(first: number, last: number, place: { start: number; end: number }): Range {
    if (first >= 0 === last >= 0 && first > last)
      throw new FilterError(`${first}-${last} begins behind its end`, place.start, place.end);
    return { first, length: null, last, ...place };
  }

  private of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private checkDepth(node: SyntaxNode, depth: number): void {
    if (depth > deepest)
      throw new FilterError(
        `nested more than ${deepest} deep; write it flatter`,
        node.from,
        Math.min(node.to, node.from + 1),
      );
  }
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
