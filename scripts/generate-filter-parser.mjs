// node scripts/generate-filter-parser.mjs : makes the display-filter parser from its grammar. Run after changing the grammar;
// a test fails where the parser is older than the grammar.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildParserFile } from '@lezer/generator';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../main/analysis/filter/grammar');

const { parser, terms } = buildParserFile(readFileSync(join(folder, 'filter.grammar'), 'utf8'), {
  fileName: 'filter.grammar',
  moduleStyle: 'es',
  typeScript: true,
});
writeFileSync(join(folder, 'filter-parser.ts'), parser);
writeFileSync(join(folder, 'filter-parser.terms.ts'), terms);
