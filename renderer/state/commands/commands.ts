import { bridge } from '../bridge';
import { captureCommands } from './capture';
import { coloringCommands } from './coloring';
import type { Command } from './command';
import { connectionCommands } from './connections';
import { editCommands } from './edit';
import { fileCommands } from './file';
import { filterCommands } from './filter';
import { findCommands } from './find';
import { flowCommands } from './flow';
import { goCommands } from './go';
import { graphCommands } from './graphs';
import { helpCommands } from './help';
import { liveCommands } from './live';
import { panelCommands } from './panels';
import { streamCommands } from './stream';
import { viewCommands } from './view';

/** Every command, in the order in which menus and the palette list them. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...findCommands,
  ...goCommands,
  ...filterCommands,
  ...viewCommands,
  ...coloringCommands,
  ...panelCommands,
  ...liveCommands,
  ...captureCommands,
  ...connectionCommands,
  ...flowCommands,
  ...graphCommands,
  ...streamCommands,
  ...helpCommands,
];

/** @returns whether there was such a command and it could run */
export function runCommand(id: string): boolean {
  const command = commands.find((each) => each.id === id);
  if (!command?.isPossible()) return false;
  command.run();
  return true;
}

/** Menus and keys of the system reach the window as commands. */
export function listenToCommands(): void {
  bridge().on('command', ({ command }) => runCommand(command));
}
