import { latin1OfText, latin1Text } from '../literals/byte-string';
import type { Operation, OrderOperator, TypedMember, TypedTest, Value } from '../typing/typed-test';
import { evaluateOperation, type ReadValues } from './operations';
import { bytesOfValue, compareValues, findBytes } from './values';

/** Values of one packet, by the place of their use. */
export type PacketValues = readonly (readonly Value[])[];

export type Predicate = (packet: PacketValues) => boolean;

/** Makes a function that decides a packet from its gathered values. */
export function predicateOf(test: TypedTest): Predicate {
  switch (test.kind) {
    case 'or': {
      const parts = test.parts.map(predicateOf);
      return (packet) => parts.some((part) => part(packet));
    }
    case 'and': {
      const parts = test.parts.map(predicateOf);
      return (packet) => parts.every((part) => part(packet));
    }
    case 'xor': {
      const parts = test.parts.map(predicateOf);
      return (packet) => parts.reduce((odd, part) => odd !== part(packet), false);
    }
    case 'not': {
      const part = predicateOf(test.part);
      return (packet) => !part(packet);
    }
    case 'existence':
      return existence(test.operand);
    case 'order':
      return pairs(test.left, test.right, test.every, orders[test.operator]);
    case 'contains':
      return pairs(test.left, test.right, test.every, holds);
    case 'matches':
      return matching(test);
    case 'member':
      return membership(test.left, test.members, test.every);
  }
}

const orders: Readonly<Record<OrderOperator, (left: Value, right: Value) => boolean>> = {
  '==': (left, right) => compareValues(left, right) === 0,
  '!=': (left, right) => compareValues(left, right) !== 0,
  '<': (left, right) => compareValues(left, right) < 0,
  '<=': (left, right) => compareValues(left, right) <= 0,
  '>': (left, right) => compareValues(left, right) > 0,
  '>=': (left, right) => compareValues(left, right) >= 0,
};

/** A calculation stands for its being other than zero, a slice for having a byte, everything else for being there. */
function existence(operand: Operation): Predicate {
  const read = evaluateOperation(operand);
  if (operand.kind === 'slice') return (packet) => read(packet).some((value) => (value as Uint8Array).length > 0);
  if (operand.kind !== 'arithmetic' && operand.kind !== 'negation') return (packet) => read(packet).length > 0;
  return (packet) => read(packet).some(isNotZero);
}

function isNotZero(value: Value): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: 0 and 0n alike
  return value instanceof Uint8Array ? value.some((octet) => octet !== 0) : value != 0;
}

/** Whether any, or every, pair of a left and a right value passes; without values on either side none does. */
function pairs(left: Operation, right: Operation, every: boolean, passes: (l: Value, r: Value) => boolean): Predicate {
  const [readLeft, readRight] = [evaluateOperation(left), evaluateOperation(right)];
  return (packet) => {
    const lefts = readLeft(packet);
    const rights = readRight(packet);
    if (lefts.length === 0 || rights.length === 0) return false;
    for (let i = 0; i < lefts.length; i++) {
      for (let j = 0; j < rights.length; j++) {
        if (passes(lefts[i] as Value, rights[j] as Value) !== every) return !every;
      }
    }
    return every;
  };
}

const holds = (whole: Value, part: Value): boolean =>
  typeof whole === 'string' && typeof part === 'string'
    ? part !== '' && whole.includes(part)
    : findBytes(bytesOfValue(whole), bytesOfValue(part)) >= 0;

function matching({ left, pattern, every }: Extract<TypedTest, { kind: 'matches' }>): Predicate {
  const read = evaluateOperation(left);
  const passes = (value: Value): boolean =>
    pattern.test(value instanceof Uint8Array ? latin1Text(value) : latin1OfText(String(value)));
  return (packet) => {
    const values = read(packet);
    return values.length > 0 && (every ? values.every(passes) : values.some(passes));
  };
}

function membership(left: Operation, members: readonly TypedMember[], every: boolean): Predicate {
  const read = evaluateOperation(left);
  const tests = members.map(memberTest);
  return (packet) => {
    const values = read(packet);
    if (values.length === 0) return false;
    // As tshark has it, `all` asks for one member that every value equals.
    return tests.some((test) =>
      every ? values.every((value) => test(value, packet)) : values.some((value) => test(value, packet)),
    );
  };
}

function memberTest(member: TypedMember): (value: Value, packet: PacketValues) => boolean {
  if (member.kind !== 'span') {
    const read: ReadValues = evaluateOperation(member);
    return (value, packet) => read(packet).some((each) => compareValues(value, each) === 0);
  }
  const [from, to] = [evaluateOperation(member.from), evaluateOperation(member.to)];
  return (value, packet) =>
    from(packet).some((low) => compareValues(value, low) >= 0) &&
    to(packet).some((high) => compareValues(value, high) <= 0);
}
