import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildParserFile } from '@lezer/generator';
import { expect, test } from 'vitest';

const file = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

test('the parser is the one that the grammar gives (node scripts/generate-filter-parser.mjs)', () => {
  const made = buildParserFile(file('filter.grammar'), {
    fileName: 'filter.grammar',
    moduleStyle: 'es',
    typeScript: true,
  });
  expect(file('filter-parser.ts')).toBe(made.parser);
  expect(file('filter-parser.terms.ts')).toBe(made.terms);
});
