import type { Registry } from '../../registry';
import { compilePattern, PatternError } from '../literals/pattern';
import type { Member, Operand, Quantifier, Test } from '../syntax/expression';
import { isLiteral, OperandTypes, type References, refuse } from './operand-types';
import type { FieldUse, Operation, OrderOperator, TypedMember, TypedTest } from './typed-test';
import type { ValueKind } from './value-kind';

/** A filter whose every field is known and every literal has its value. */
export interface TypedFilter {
  readonly test: TypedTest;
  readonly uses: readonly FieldUse[];
}

/** @throws FilterError */
export function checkTypes(test: Test, registry: Registry, references: References): TypedFilter {
  const operands = new OperandTypes(registry, references);
  return { test: new TypeChecker(operands).test(test), uses: operands.uses };
}

type Comparison = Extract<Test, { kind: 'comparison' }>;

const containing: ReadonlySet<ValueKind> = new Set(['string', 'bytes', 'protocol', 'ether', 'eui64', 'guid', 'oid']);

class TypeChecker {
  constructor(private readonly operands: OperandTypes) {}

  test(test: Test): TypedTest {
    switch (test.kind) {
      case 'or':
      case 'and':
      case 'xor':
        return { kind: test.kind, parts: test.parts.map((part) => this.test(part)) };
      case 'not':
        return { kind: 'not', part: this.test(test.part) };
      case 'existence':
        return this.existence(test.operand);
      case 'membership':
        return this.membership(test);
      case 'comparison':
        return this.comparison(test);
    }
  }

  private existence(operand: Operand): TypedTest {
    if (operand.kind === 'call') throw refuse(operand, `${operand.name}() gives a value: compare it with something`);
    if (operand.kind === 'reference') throw refuse(operand, `\${${operand.name}} is a value: compare it with a field`);
    if (operand.kind === 'word') return { kind: 'existence', operand: this.operands.mustBeField(operand) };
    if (isLiteral(operand)) throw refuse(operand, 'a value alone is no test: compare a field with it');
    return { kind: 'existence', operand: this.operands.operand(operand, null) };
  }

  private comparison({ quantifier, operands, operators }: Comparison): TypedTest {
    const parts = operators.map(({ operator }, index) => {
      const left = operands[index] as Operand;
      const right = operands[index + 1] as Operand;
      if (operator === 'contains') return this.contains(quantifier, left, right);
      if (operator === 'matches') return this.matches(quantifier, left, right);
      return this.order(quantifier, operator, left, right);
    });
    return parts.length === 1 ? (parts[0] as TypedTest) : { kind: 'and', parts };
  }

  private order(
    quantifier: Quantifier,
    operator: OrderOperator | '===' | '!==',
    leftOperand: Operand,
    rightOperand: Operand,
  ): TypedTest {
    const left = this.operands.leftSide(leftOperand);
    if (left.type === 'label') throw this.operands.cannot(leftOperand, left, 'be compared');
    const right = this.operands.rightSide(rightOperand, left, false);
    const [one, other] = this.operands.made(left, right, leftOperand, rightOperand);
    const plain = operator === '===' ? '==' : operator === '!==' ? '!=' : operator;
    const every = quantifier === null ? operator === '===' || operator === '!=' : quantifier === 'all';
    return { kind: 'order', every, operator: plain, left: one, right: other };
  }

  private contains(quantifier: Quantifier, leftOperand: Operand, rightOperand: Operand): TypedTest {
    const left = this.operands.wholeSide(leftOperand);
    if (!containing.has(left.type))
      throw this.operands.cannot(leftOperand, left, 'contain anything; compare it with ==');
    const right = this.operands.rightSide(rightOperand, left, true);
    const [one, other] = this.operands.made(left, right, leftOperand, rightOperand);
    return { kind: 'contains', every: quantifier === 'all', left: one, right: other };
  }

  private matches(quantifier: Quantifier, leftOperand: Operand, rightOperand: Operand): TypedTest {
    const left = this.operands.wholeSide(leftOperand);
    if (!containing.has(left.type))
      throw this.operands.cannot(leftOperand, left, 'be matched; string() makes a text of it');
    if (rightOperand.kind !== 'string') throw refuse(rightOperand, 'a pattern stands in double quotes: matches "^GET"');
    try {
      return { kind: 'matches', every: quantifier === 'all', left, pattern: compilePattern(rightOperand.text) };
    } catch (error) {
      if (error instanceof PatternError) throw refuse(rightOperand, error.message);
      throw error;
    }
  }

  private membership({ quantifier, negated, operand, members }: Extract<Test, { kind: 'membership' }>): TypedTest {
    if (operand.kind !== 'field' && operand.kind !== 'word')
      throw refuse(operand, 'only a field can be looked up in a set');
    const left = this.operands.mustBeField(operand);
    if (left.type === 'label') throw this.operands.cannot(operand, left, 'be in a set');
    // As tshark has it, `not in` denies that any value is in the set, whatever the quantifier.
    const every = quantifier === 'all' && !negated;
    const test: TypedTest = { kind: 'member', every, left, members: members.map((each) => this.member(each, left)) };
    return negated ? { kind: 'not', part: test } : test;
  }

  private member(member: Member, left: Operation): TypedMember {
    if (member.kind !== 'span') return this.operands.rightSide(member, left, false);
    return {
      kind: 'span',
      from: this.operands.rightSide(member.from, left, false),
      to: this.operands.rightSide(member.to, left, false),
    };
  }
}
