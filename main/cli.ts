#!/usr/bin/env node
import { cac } from 'cac';
import { benchCommand } from './commands/bench';
import { captureCommand } from './commands/capture';
import { CommandError } from './commands/command-error';
import { connectionsCommand } from './commands/connections';
import { exportCommand } from './commands/export';
import { fieldsCommand } from './commands/fields';
import { followCommand } from './commands/follow';
import { openCommand } from './commands/open';
import { restoreTexts, withDashesTied } from './commands/options';
import { serveCommand } from './commands/serve';
import { statesCommand } from './commands/states';

const program = cac('wirestate');
for (const add of [
  fieldsCommand,
  exportCommand,
  connectionsCommand,
  followCommand,
  statesCommand,
  benchCommand,
  captureCommand,
  serveCommand,
  openCommand,
])
  add(program);
// Of an option that switches something off, "(default: true)" would say the opposite of what happens.
program.help((sections) =>
  sections.map(({ body, ...rest }) => ({ ...rest, body: body.replaceAll(' (default: true)', '') })),
);

async function run(): Promise<void> {
  try {
    const args = withDashesTied(process.argv);
    program.parse(args, { run: false });
    restoreTexts(program.options, args.slice(2));
    await program.runMatchedCommand();
  } catch (error) {
    const { message, exitCode } = CommandError.from(error);
    process.stderr.write(`wirestate: ${message}\n`);
    process.exitCode = exitCode;
  }
}

// A reader that closes the pipe (head) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void run();
