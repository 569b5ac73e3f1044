import { CaptureOpenError } from '../files/capture-fault';

/** What a command ends with: one line for stderr, and the exit status. */
export class CommandError extends Error {
  private constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }

  /** A wrong call: says what is wrong and what would be right. */
  static usage(message: string): CommandError {
    return new CommandError(message, 2);
  }

  /** A file that cannot be read. */
  static unreadable(message: string): CommandError {
    return new CommandError(message, 1);
  }

  static from(error: unknown): CommandError {
    if (error instanceof CommandError) return error;
    if (error instanceof CaptureOpenError) return CommandError.unreadable(error.message);
    const { name, message } = error as Error;
    if (name === 'CACError')
      return CommandError.usage(`${message}; wirestate --help shows the commands and their options`);
    return new CommandError(message, 1);
  }
}
