import { Refusal } from '../session/refusal';
import type { WindowShell } from '../session/window';

/** The shell's part of the contract in a browser. What the page can do better itself (titles, tabs) its bridge does. */
export function browserShell(version: string, startupFile: string | null): WindowShell {
  let startup = startupFile;
  return {
    info: async () => ({ kind: 'browser', version, platform: process.platform, nativeDialogs: false }),
    startupFile: async () => {
      const file = startup;
      startup = null;
      return file;
    },
    newWindow: inPage,
    setTitle: inPage,
    openDocumentation: inPage,
    revealFile: async () => {
      throw new Refusal('A browser cannot show a file in its folder.');
    },
    chooseOpen: noDialogs,
    chooseSave: noDialogs,
  };
}

async function inPage(): Promise<never> {
  throw new Refusal('The page does this itself.');
}

async function noDialogs(): Promise<never> {
  throw new Refusal('A browser has no dialog for the files of this machine; look through its folders instead.');
}
