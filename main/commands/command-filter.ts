import { compileFilter, type Filter } from '../analysis/filter/compile-filter';
import { caretLines, FilterError } from '../analysis/filter/filter-error';
import type { Macros } from '../analysis/filter/syntax/macros';
import type { Registry } from '../analysis/registry';
import { userDataFolder } from '../session/installation';
import { SettingsStore } from '../session/settings-store';
import { macrosByName } from '../worker/coloring';
import { CommandError } from './command-error';
import { listOf } from './options';

/** The user's macros, as the app keeps them: a filter means the same here and there. */
export async function userMacros(): Promise<Macros> {
  const settings = new SettingsStore(userDataFolder(), (sentence) => process.stderr.write(`wirestate: ${sentence}\n`));
  return macrosByName((await settings.get()).macros);
}

/** The filter that `-Y` gives; null without one. @throws CommandError with the place under the text */
export function filterOption(value: unknown, registry: Registry, macros: Macros): Filter | null {
  const texts = listOf(value);
  if (texts.length > 1) throw CommandError.usage(`-Y is given ${texts.length} times: join the filters with "and"`);
  const [text] = texts;
  if (text === undefined || text.trim() === '') return null;
  if (value === true) throw CommandError.usage('-Y needs a filter: -Y "tcp.flags.reset == 1"');
  try {
    return compileFilter(text, registry, { macros });
  } catch (error) {
    if (error instanceof FilterError)
      throw CommandError.usage(`-Y, column ${error.start + 1}: ${error.message}\n${caretLines(text, error)}`);
    throw error;
  }
}
