// npx tsx scripts/assemble-follower.mts : compiles main/analysis/tcp/assembly to WebAssembly, after writing out for it the numbers
// that both sides share. Run after changing either; a test fails where what was made is older.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absent, uncaptured } from '../main/analysis/packet-summary';
import { RowFlag } from '../main/analysis/store/schema';
import { AnalysisFlag, carriesSackBlocks } from '../main/analysis/tcp/analysis-flag';
import {
  ConnectionWord,
  EndBit,
  identificationShift,
  rawWindowShift,
  ScaleCode,
  StateBit,
  scaleMask,
  scaleShift,
  stateMask,
  tcpWords,
  udpWords,
} from '../main/analysis/tcp/connection-record';
import { TcpState } from '../main/analysis/tcp/tcp-state';
import { Verdict, VerdictCause } from '../main/analysis/tcp/verdict/verdict-code';
import { TcpFlag, UnreadSegment } from '../main/analysis/transport/tcp-flags';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../main/analysis/tcp/assembly');

/** What is used of the compiler. Its own types would bring globals of theirs into all tests. */
interface Compiler {
  main(
    options: readonly string[],
    system: {
      readFile(name: string, base: string): string | null;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): readonly string[];
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}
const compiler: string = 'assemblyscript/asc';
const { default: asc } = (await import(compiler)) as { default: Compiler };

const groups = {
  AnalysisFlag,
  ConnectionWord,
  EndBit,
  RowFlag,
  ScaleCode,
  StateBit,
  TcpFlag,
  TcpState,
  UnreadSegment,
  Verdict,
  VerdictCause,
};
const numbers = {
  absent,
  carriesSackBlocks,
  identificationShift,
  rawWindowShift,
  scaleMask,
  scaleShift,
  stateMask,
  tcpWords,
  udpWords,
  uncaptured,
};

/** The numbers that both sides share, as the assembly writes them. */
function constants(): string {
  const parts = ['// Made by scripts/assemble-follower.mts from the numbers of the same names.', ''];
  for (const [name, members] of Object.entries(groups)) {
    parts.push(`export enum ${name} {`);
    for (const [member, value] of Object.entries(members)) parts.push(`  ${member} = ${value},`);
    parts.push('}', '');
  }
  for (const [name, value] of Object.entries(numbers)) parts.push(`export const ${name}: i32 = ${value};`);
  return `${parts.join('\n')}\n`;
}

/** A source of the assembly, compiled with all that it imports. @param entry its name */
export async function compiled(entry: string): Promise<Uint8Array<ArrayBuffer>> {
  const made = new Map([['constants.ts', constants()]]);
  let program: Uint8Array<ArrayBuffer> | null = null;
  const flags = ['--runtime', 'stub', '--use', 'abort=', '-O3', '--converge', '--noAssert'];
  const { error, stderr } = await asc.main([entry, '--outFile', 'program.wasm', ...flags], {
    readFile: (name, base) => made.get(name) ?? sourceText(join(base === '.' ? folder : base, name)),
    writeFile: (_name, contents) => {
      program = contents as Uint8Array<ArrayBuffer>;
    },
    listFiles: () => [],
  });
  if (error !== null || program === null) throw new Error(`the assembly cannot be compiled:\n${stderr}`);
  return program;
}

function sourceText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The files that are made from others, by name, with what they should hold. */
export async function assembled(): Promise<ReadonlyMap<string, string>> {
  const text = Buffer.from(await compiled('index.ts')).toString('base64');
  const comment = '// Made by scripts/assemble-follower.mts from the sources in assembly.';
  return new Map([
    ['constants.ts', constants()],
    ['../follower-program.ts', `${comment}\nexport const followerProgram =\n  '${text}';\n`],
  ]);
}

export const placeOf = (name: string): string => join(folder, name);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of await assembled()) writeFileSync(placeOf(name), text);
}
