import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import type { SaveFormat } from '../../preload/contract/files';

const captureFilters: FileFilter[] = [
  // A dialog matches the last extension only: that of a compressed capture is its compression's.
  { name: 'Captures', extensions: ['pcap', 'pcapng', 'cap', 'dmp', 'ntar', 'gz', 'zst'] },
  { name: 'All files', extensions: ['*'] },
];

/** @returns null where cancelled */
export async function chooseCapture(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a capture',
    properties: ['openFile'],
    filters: captureFilters,
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where it is not the format's name. */
const extensions: Partial<Readonly<Record<SaveFormat, string>>> = {
  'pcap-nanosecond': 'pcap',
  bytes: 'bin',
  text: 'txt',
};

/** @returns null where cancelled */
export async function chooseDestination(
  window: BrowserWindow,
  suggestedName: string,
  format: SaveFormat,
): Promise<string | null> {
  const extension = extensions[format] ?? format;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: format.startsWith('pcap') ? 'Save packets' : 'Save',
    defaultPath: suggestedName,
    filters: [
      { name: extension, extensions: [extension] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled || filePath === '' ? null : filePath;
}

export type Leaving = 'save' | 'discard' | 'stay';

/** Asks what becomes of changes that were not saved. */
export function askBeforeLeaving(window: BrowserWindow, name: string): Leaving {
  const answers: readonly Leaving[] = ['save', 'discard', 'stay'];
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: `Save the marks and comments of ${name}?`,
    detail: 'They are lost if you do not save them.',
    buttons: ['Save…', 'Discard', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return answers[answer] ?? 'stay';
}
