import { saveFile } from './file-saving';

/** Gives the user a text as a file. */
export const saveText = (name: string, text: string, type = 'text/plain'): void =>
  saveFile(name, new Blob([text], { type }));
