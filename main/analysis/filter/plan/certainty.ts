/** What columns tell of a test in a row. Ordered, so that "and" is the least, "or" the most, and "not" what is missing to `yes`. */
export const Certainty = { no: 0, doubt: 1, yes: 2 } as const;
export type Certainty = (typeof Certainty)[keyof typeof Certainty];
