// Compares Wirestate with tshark over captures: tsx e2e/conformance/compare.ts [--fields A,B] [--show N] PATH...
import { parseArgs } from 'node:util';
import { Agreement, compareAnswers } from './agreement';
import { capturesUnder } from './captures';
import { connectionFields, headerFields } from './fields';
import { ownAnswers } from './own-answers';
import { tsharkAnswers } from './tshark-answers';

const all = [...headerFields, ...connectionFields];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fields: { type: 'string' }, show: { type: 'string', default: '0' } },
  });
  const wanted = new Set(values.fields?.split(',') ?? all);
  const agreements = all.map((field) => new Agreement(field));
  for (const capture of positionals.flatMap(capturesUnder)) {
    const theirs = await tsharkAnswers(capture, all);
    try {
      compareAnswers(agreements, capture, theirs, await ownAnswers(capture, all));
    } catch (error) {
      console.log(`${(error as Error).message} (tshark reads ${theirs.size} packets)`);
      if (theirs.size > 0) compareAnswers(agreements, capture, theirs, new Map());
    }
  }
  for (const agreement of agreements) {
    if (!wanted.has(agreement.field)) continue;
    console.log(agreement.toString());
    for (const { capture, frame, tshark, own } of agreement.differences.slice(0, Number(values.show))) {
      console.log(`    ${capture} #${frame}: tshark ${tshark ?? 'no packet'}, Wirestate ${own ?? 'no packet'}`);
    }
  }
}

void main();
