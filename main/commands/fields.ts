import type { CAC } from 'cac';
import type { Field } from '../analysis/fields/field';
import { visitNodes } from '../analysis/fields/field-node';
import { nearestNames } from '../analysis/fields/nearest-names';
import { nodeText } from '../analysis/fields/protocol-text';
import type { Registry } from '../analysis/registry';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { captureFacts } from '../worker/filter-facts';
import { FilterRun } from '../worker/filter-rows';
import { RowSet } from '../worker/row-set';
import { CommandError } from './command-error';
import { filterOption, userMacros } from './command-filter';
import { type ListColumn, listColumn, listColumnNames } from './list-columns';
import { listOf, required, settings } from './options';
import { TextOutput } from './text-output';

const allowed = {
  occurrence: ['f', 'l', 'a'],
  header: ['y', 'n'],
  separator: [],
  aggregator: [],
  quote: ['d', 's', 'n'],
};

/** What the values stand in. */
const quotes: Readonly<Record<string, string>> = { d: '"', s: "'", n: '' };

type Occurrence = 'f' | 'l' | 'a';

/** `fields`: as `tshark -n -T fields` prints for the same options. */
export function fieldsCommand(program: CAC): void {
  program
    .command('fields', 'Print values of fields, one line a packet')
    .option('-r <file>', 'The capture')
    .option('-Y <filter>', 'Only the packets that match this display filter')
    .option('-e <field>', 'A field to print; may be given several times')
    .option('-E <setting>', 'occurrence=f|l|a, header=y, separator=…, aggregator=…, quote=d|s')
    .example('wirestate fields -r capture.pcapng -e frame.number -e ip.src -e tcp.dstport')
    .action(printFields);
}

async function printFields(options: Record<string, unknown>): Promise<void> {
  const path = required(options.r, '-r FILE', 'wirestate fields -r capture.pcapng -e ip.src');
  const names = listOf(options.e);
  if (names.length === 0) throw CommandError.usage('-e FIELD is missing: name at least one field, -e ip.src');
  const format = settings(options.E, allowed);
  const separator = unescaped(format.get('separator') ?? '\t');
  const aggregator = unescaped(format.get('aggregator') ?? ',');
  const occurrence = (format.get('occurrence') ?? 'a') as Occurrence;

  const analysis = await CaptureAnalysis.open(path);
  const columns = names.map((name) => listColumn(name) ?? fieldNamed(analysis.registry, name));
  const filter = filterOption(options.Y, analysis.registry, await userMacros());
  await analysis.load();
  const output = new TextOutput(process.stdout);
  if (format.get('header') === 'y') await output.line(names.join(separator));
  const quote = quotes[format.get('quote') ?? 'n'] as string;
  const collector = new Collector(columns, occurrence, aggregator, quote);
  if (filter === null) {
    for (let row = 0; row < analysis.store.count; row++)
      await output.line(collector.values(analysis, row).join(separator));
  } else {
    const found = new RowSet();
    await new FilterRun(analysis, filter, captureFacts(analysis)).run(found, { breathe: async () => {} });
    for (const row of found.toArray()) await output.line(collector.values(analysis, row).join(separator));
  }
  await output.flush();
  for (const { message } of analysis.file.warnings) process.stderr.write(`wirestate: ${message}\n`);
  await analysis.close();
}

function fieldNamed(registry: Registry, name: string): Field {
  const found = registry.field(name);
  if (found) return found;
  const near = name.startsWith('_ws.') ? listColumnNames : nearestNames(name, registry.fields);
  throw CommandError.usage(`-e ${name}: there is no such field; the nearest are ${near.join(', ')}`);
}

const unescaped = (text: string): string => (text === '/t' ? '\t' : text === '/s' ? ' ' : text);

/** Gathers the wanted fields' values of one packet after the other. */
class Collector {
  private readonly places = new Map<Field, number[]>();
  private readonly listColumns: { readonly place: number; readonly write: ListColumn }[] = [];
  private readonly texts: string[];

  constructor(
    columns: readonly (Field | ListColumn)[],
    private readonly occurrence: Occurrence,
    private readonly aggregator: string,
    private readonly quote: string,
  ) {
    columns.forEach((column, place) => {
      if (typeof column === 'function') this.listColumns.push({ place, write: column });
      else this.places.set(column, [...(this.places.get(column) ?? []), place]);
    });
    this.texts = columns.map(() => '');
  }

  values(analysis: CaptureAnalysis, row: number): readonly string[] {
    const { texts } = this;
    const seen = texts.map(() => false);
    texts.fill('');
    for (const { place, write } of this.listColumns) texts[place] = write(analysis, row);
    if (this.places.size > 0) this.addFields(analysis, row, seen);
    const { quote } = this;
    return quote === '' ? texts : texts.map((text) => (text === '' ? '' : quote + text + quote));
  }

  private addFields(analysis: CaptureAnalysis, row: number, seen: boolean[]): void {
    const { texts, occurrence, aggregator } = this;
    visitNodes(analysis.dissect(row).roots, (node) => {
      for (const place of this.places.get(node.field) ?? none) {
        if (!seen[place] || occurrence === 'l') texts[place] = nodeText(node);
        else if (occurrence === 'a') texts[place] += aggregator + nodeText(node);
        seen[place] = true;
      }
    });
  }
}

const none: readonly number[] = [];
