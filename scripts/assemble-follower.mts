// npx tsx scripts/assemble-follower.mts : compiles main/analysis/tcp/assembly to WebAssembly, after writing out for it the numbers
// that both sides share. Run after changing either; a test fails where what was made is older.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { absent, uncaptured } from '../main/analysis/packet-summary';
import { RowFlag } from '../main/analysis/store/schema';
import { AnalysisFlag } from '../main/analysis/tcp/analysis-flag';
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
import { TcpFlag, UnreadSegment } from '../main/analysis/transport/tcp-flags';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../main/analysis/tcp/assembly');

const groups = { AnalysisFlag, ConnectionWord, EndBit, RowFlag, ScaleCode, StateBit, TcpFlag, TcpState, UnreadSegment };
const numbers = {
  absent,
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

/** The files that are made from others, by name, with what they should hold. */
export async function assembled(): Promise<Map<string, string>> {
  const files = new Map([['constants.ts', constants()]]);
  let program: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile',
      'follower.wasm',
      '--runtime',
      'stub',
      '--use',
      'abort=',
      '-O3',
      '--converge',
      '--noAssert',
    ],
    {
      readFile: (name: string, base: string) => {
        const made = files.get(name);
        if (made !== undefined) return made;
        try {
          return readFileSync(join(base === '.' ? folder : base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_name: string, contents: string | Uint8Array) => {
        program = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || program === null) throw new Error(`the assembly cannot be compiled:\n${stderr}`);
  const text = Buffer.from(program).toString('base64');
  files.set(
    '../follower-program.ts',
    `// Made by scripts/assemble-follower.mts from the sources in assembly.\nexport const followerProgram =\n  '${text}';\n`,
  );
  return files;
}

export const placeOf = (name: string): string => join(folder, name);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of await assembled()) writeFileSync(placeOf(name), text);
}
