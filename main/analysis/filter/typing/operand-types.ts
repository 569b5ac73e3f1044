import type { Field, FieldValue } from '../../fields/field';
import { nearestNames } from '../../fields/nearest-names';
import type { Registry } from '../../registry';
import { FilterError } from '../filter-error';
import { fieldValue } from '../running/field-value';
import type { Operand, Place, Range } from '../syntax/expression';
import { checkArgument, functionNamed, functions } from './functions';
import { type Against, literalValue } from './literal-value';
import type { FieldUse, Operation } from './typed-test';
import { kindName, kindOf, sliceable, type ValueKind } from './value-kind';

/** Values of the selected packet by field name; empty where it has none, or no packet is selected. */
export type References = (field: Field) => readonly FieldValue[];

type Literal = Extract<Operand, { kind: 'word' | 'string' | 'character' }>;

const masked: ReadonlySet<ValueKind> = new Set(['integer', 'ipv4', 'ipv6', 'ether', 'eui64', 'bytes', 'guid']);
const reckoned: ReadonlySet<ValueKind> = new Set(['integer', 'float']);

/** Gives operands their types, and literals the values that they have beside what they are compared with. */
export class OperandTypes {
  /** The fields that are asked for, each once. */
  readonly uses: FieldUse[] = [];

  constructor(
    private readonly registry: Registry,
    private readonly references: References,
  ) {}

  /** A left side decides what the literals beside it mean: it cannot be one. */
  leftSide(operand: Operand): Operation {
    if (operand.kind === 'word') return this.mustBeField(operand);
    if (isLiteral(operand)) throw refuse(operand, 'the left side must be a field or a function: swap the sides');
    return this.operand(operand, null);
  }

  /** As `leftSide`, but a protocol stands for all that is in it. */
  wholeSide(operand: Operand): Operation {
    const before = this.uses.length;
    const left = this.leftSide(operand);
    if (left.kind !== 'field' || left.type !== 'protocol') return left;
    const use = { ...(this.uses[left.use] as FieldUse), whole: true };
    if (left.use === before) this.uses.pop();
    return { ...left, use: this.use(use) };
  }

  rightSide(operand: Operand, left: Operation, anyLength: boolean): Operation {
    const field = left.kind === 'field' ? left.field : null;
    const against = { kind: left.type, field, anyLength };
    const right = this.operand(operand, against);
    if (!areComparable(left, right)) {
      const what =
        right.kind === 'field' ? `${right.field.name} is ${kindName(right.type)}` : `that is ${kindName(right.type)}`;
      const whose = field ? `${field.name} is` : 'the left side is';
      throw refuse(operand, `${whose} ${kindName(left.type)}, and ${what}: they cannot be compared`);
    }
    return right;
  }

  /** Makes bytes of the side that is none where the other is a slice. */
  made(left: Operation, right: Operation, leftPlace: Place, rightPlace: Place): [Operation, Operation] {
    if (left.type === right.type) return [left, right];
    const isBytes = ({ type }: Operation) => type === 'bytes' || type === 'protocol';
    if (!isBytes(left) && isBytes(right)) return [asBytes(left, leftPlace), right];
    if (isBytes(left) && !isBytes(right)) return [left, asBytes(right, rightPlace)];
    return [left, right];
  }

  /** @param against what the operand is compared with; null where it must tell its own type */
  operand(operand: Operand, against: Against | null): Operation {
    switch (operand.kind) {
      case 'word':
        return this.word(operand, against);
      case 'string':
      case 'character':
        return this.literal(operand, against);
      case 'field':
        return this.mustBeField(operand);
      case 'reference':
        return this.reference(operand);
      case 'slice': {
        const of = this.operand(operand.operand, null);
        if (!sliceable.has(of.type)) throw this.cannot(operand.operand, of, 'be cut into bytes');
        return { kind: 'slice', type: 'bytes', of, ranges: operand.ranges };
      }
      case 'negation': {
        if (against?.field && isUnsigned(against.field) && isLiteral(operand.operand)) return unequalled;
        const of = this.operand(operand.operand, against);
        if (!reckoned.has(of.type) && of.type !== 'duration') throw this.cannot(operand, of, 'be negative');
        return { kind: 'negation', type: of.type, of };
      }
      case 'call':
        return this.call(operand);
      case 'arithmetic':
        return this.arithmetic(operand, against);
    }
  }

  private word(word: Extract<Operand, { kind: 'word' }>, against: Against | null): Operation {
    if (word.forced === 'field' || word.forced === null) {
      const field = this.registry.field(word.text);
      if (field) return this.fieldUse(field, null, false);
    }
    if (word.forced === 'field' || against === null) throw this.unknown(word);
    return this.literal(word, against);
  }

  private literal(literal: Literal, against: Against | null): Operation {
    if (against === null) throw refuse(literal, 'a value cannot stand here: begin with a field or a function');
    try {
      return { kind: 'constant', type: against.kind, values: [literalValue(literal, against)] };
    } catch (error) {
      throw error instanceof FilterError ? this.orField(error, literal) : error;
    }
  }

  /** A word that is no value may be a field mistyped. */
  private orField(error: FilterError, literal: Literal): FilterError {
    if (literal.kind !== 'word' || !/^[a-z_][\w-]*\.[a-z_]/i.test(literal.text)) return error;
    const near = nearestNames(literal.text, this.registry.fields);
    return new FilterError(`${error.message}; the nearest fields are ${near.join(', ')}`, error.start, error.end);
  }

  mustBeField(operand: Operand): Operation {
    if (operand.kind === 'field') {
      const field = this.registry.field(operand.name);
      if (!field) throw this.unknown({ ...operand, text: operand.name });
      return this.fieldUse(field, operand.layers, operand.raw);
    }
    if (operand.kind === 'word' && (operand.forced === null || operand.forced === 'field')) {
      const field = this.registry.field(operand.text);
      if (field) return this.fieldUse(field, null, false);
      if (/^\d/.test(operand.text)) throw refuse(operand, `${operand.text} is no field: a field must come first`);
      throw this.unknown(operand);
    }
    throw refuse(operand, 'a field must stand here');
  }

  private unknown({ text, start, end }: { text: string } & Place): FilterError {
    const near = nearestNames(text.slice(0, 60), this.registry.fields);
    return new FilterError(`there is no field ${text.slice(0, 60)}; the nearest are ${near.join(', ')}`, start, end);
  }

  private fieldUse(field: Field, layers: readonly Range[] | null, raw: boolean): Operation {
    const use = this.use({ field, layers, raw, whole: false });
    return { kind: 'field', type: raw ? 'bytes' : kindOf(field), use, field };
  }

  private use(wanted: FieldUse): number {
    const found = this.uses.findIndex(
      ({ field, layers, raw, whole }) =>
        field === wanted.field && layers === wanted.layers && raw === wanted.raw && whole === wanted.whole,
    );
    return found >= 0 ? found : this.uses.push(wanted) - 1;
  }

  private reference({ name, start, end }: Extract<Operand, { kind: 'reference' }>): Operation {
    const field = this.registry.field(name);
    if (!field) throw this.unknown({ text: name, start, end });
    const values = this.references(field).map((value) => fieldValue(value));
    return { kind: 'constant', type: kindOf(field), values: values.filter((value) => value !== null) };
  }

  private call(call: Extract<Operand, { kind: 'call' }>): Operation {
    const name = functionNamed(call);
    const args: Operation[] = [];
    for (const operand of call.args) {
      const first = args[0];
      if (!first && isLiteral(operand) && !(operand.kind === 'word' && this.registry.field(operand.text)))
        throw refuse(operand, `${name}() takes a field first`);
      const against = first ? { kind: first.type, field: fieldOf(first), anyLength: true } : null;
      const argument = this.operand(operand, against);
      checkArgument(name, argument, operand);
      if (first && !areOfOneType(first, argument))
        throw refuse(
          operand,
          `${name}() takes values of one type: this is ${typeName(argument)}, not ${typeName(first)}`,
        );
      args.push(argument);
    }
    return { kind: 'call', type: functions[name].gives((args[0] as Operation).type), name, args };
  }

  private arithmetic(operand: Extract<Operand, { kind: 'arithmetic' }>, against: Against | null): Operation {
    const { operands, operators } = operand;
    const isConstant = operands.every(isLiteral);
    if (against === null && isLiteral(operands[0] as Operand) && !this.isFieldWord(operands[0] as Operand))
      throw refuse(operands[0] as Operand, 'a calculation begins with a field: swap the sides');
    const first = this.operand(operands[0] as Operand, against);
    const beside = isConstant && against ? against : { kind: first.type, field: null, anyLength: true };
    const rest = operands.slice(1).map((each) => this.operand(each, { ...beside, field: null }));
    for (const [index, operator] of operators.entries()) {
      this.checkArithmetic(operator, first, operands[0] as Operand);
      this.checkArithmetic(operator, rest[index] as Operation, operands[index + 1] as Operand);
      if (!areComparable(first, rest[index] as Operation))
        throw refuse(
          operands[index + 1] as Operand,
          `${kindName(first.type)} and ${kindName((rest[index] as Operation).type)} cannot be combined`,
        );
    }
    return { kind: 'arithmetic', type: first.type, operands: [first, ...rest], operators };
  }

  private isFieldWord(operand: Operand): boolean {
    return (
      operand.kind === 'word' &&
      (operand.forced === null || operand.forced === 'field') &&
      this.registry.field(operand.text) !== undefined
    );
  }

  private checkArithmetic(operator: string, operation: Operation, place: Place): void {
    const { type } = operation;
    const isAllowed =
      operator === '&'
        ? masked.has(type)
        : reckoned.has(type) || (type === 'duration' && (operator === '+' || operator === '-'));
    if (!isAllowed) throw refuse(place, `${kindName(type)} cannot be calculated with ${operator}`);
  }

  cannot(place: Place, operation: Operation, what: string): FilterError {
    const type = kindName(operation.type, fieldOf(operation)?.type);
    const name = fieldOf(operation)?.name;
    return refuse(
      place,
      `${name === undefined ? '' : `${name} is `}${type}${name === undefined ? ' ' : ' and '}cannot ${what}`,
    );
  }
}

/** Whole numbers of different sizes are of different types; what is no field's own value has no size. */
function areOfOneType(one: Operation, other: Operation): boolean {
  const [left, right] = [fieldOf(one), fieldOf(other)];
  return one.type === other.type && (left === null || right === null || left.type === right.type);
}

const typeName = (operation: Operation): string => kindName(operation.type, fieldOf(operation)?.type);

export const isLiteral = (operand: Operand): operand is Literal =>
  operand.kind === 'word' || operand.kind === 'string' || operand.kind === 'character';

const fieldOf = (operation: Operation): Field | null => (operation.kind === 'field' ? operation.field : null);

export const refuse = (place: Place, message: string): FilterError => new FilterError(message, place.start, place.end);

const isUnsigned = (field: Field): boolean => /^uint|^framenum/.test(field.type);

/** As tshark has it, a negative number is neither above nor below nor equal to a number that cannot be negative. */
const unequalled: Operation = { kind: 'constant', type: 'integer', values: [Number.NaN] };

function areComparable(left: Operation, right: Operation): boolean {
  if (left.type === right.type) return true;
  // As tshark has it, a number may be compared with a flag, and not a flag with a number.
  if (left.type === 'integer' && right.type === 'boolean') return true;
  const isCut = (one: Operation, other: Operation) => one.kind === 'slice' && sliceable.has(other.type);
  const areBytes = (type: ValueKind) => type === 'bytes' || type === 'protocol';
  return isCut(left, right) || isCut(right, left) || (areBytes(left.type) && areBytes(right.type));
}

function asBytes(operation: Operation, place: Place): Operation {
  if (!sliceable.has(operation.type)) throw refuse(place, `${kindName(operation.type)} has no bytes to compare`);
  return { kind: 'bytes', type: 'bytes', of: operation };
}
