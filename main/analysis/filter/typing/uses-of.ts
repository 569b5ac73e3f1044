import type { Operation, TypedTest } from './typed-test';

/** A part of a filter that is no `and`, `or` or `not`. */
export type Leaf = Exclude<TypedTest, { kind: 'and' | 'or' | 'xor' | 'not' }>;

/** Places of the fields that it asks for; one may come several times. */
export function usesOf(leaf: Leaf): number[] {
  switch (leaf.kind) {
    case 'existence':
      return usesIn(leaf.operand);
    case 'matches':
      return usesIn(leaf.left);
    case 'member':
      return [
        ...usesIn(leaf.left),
        ...leaf.members.flatMap((each) =>
          each.kind === 'span' ? [...usesIn(each.from), ...usesIn(each.to)] : usesIn(each),
        ),
      ];
    default:
      return [...usesIn(leaf.left), ...usesIn(leaf.right)];
  }
}

function usesIn(operation: Operation): number[] {
  switch (operation.kind) {
    case 'field':
      return [operation.use];
    case 'constant':
      return [];
    case 'call':
      return operation.args.flatMap(usesIn);
    case 'arithmetic':
      return operation.operands.flatMap(usesIn);
    default:
      return usesIn(operation.of);
  }
}
