import { join } from 'node:path';
import type { LiveOptions } from '../../preload/contract/live-capture';
import { checkCall } from './call-arguments';
import type { Session } from './session';
import { readStored, writeStored } from './stored-json';

const placeOf = (session: Session): string => join(session.options.userDataFolder, 'capture-options.json');

/** Keeps the options of the last start for the next. */
export async function rememberOptions(session: Session, options: LiveOptions): Promise<void> {
  await writeStored(placeOf(session), options).catch((error: Error) =>
    session.warn(`The capture options cannot be remembered: ${error.message}`),
  );
}

/** What is stored may be of another version, or have been changed by hand: then it is null. */
export async function rememberedOptions(session: Session): Promise<LiveOptions | null> {
  const { value } = await readStored(placeOf(session));
  try {
    checkCall('live.start', [value]);
    return value as LiveOptions;
  } catch {
    return null;
  }
}
