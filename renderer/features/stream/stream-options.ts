import { create } from 'zustand';
import type { StreamDirection, StreamFormat, StreamQuery } from '../../../preload/contract/stream';

/** How streams are shown; kept while one goes from stream to stream. */
interface StreamOptions {
  readonly view: string;
  readonly direction: StreamDirection;
  readonly format: StreamFormat;
  readonly encoding: string;
}

export const useStreamOptions = create<StreamOptions>(() => ({
  view: 'bytes',
  direction: 'both',
  format: 'text',
  encoding: 'utf-8',
}));

export const FORMATS: readonly { readonly value: StreamFormat; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex dump' },
  { value: 'json', label: 'JSON' },
  { value: 'c-array', label: 'C arrays' },
  { value: 'raw', label: 'Raw' },
];

/** Names as the Encoding Standard has them, https://encoding.spec.whatwg.org/#names-and-labels. */
export const ENCODINGS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Latin-1' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'iso-8859-2', label: 'Latin-2' },
  { value: 'iso-8859-15', label: 'Latin-9' },
  { value: 'windows-1250', label: 'Windows-1250' },
  { value: 'windows-1251', label: 'Windows-1251' },
  { value: 'koi8-r', label: 'KOI8-R' },
  { value: 'ibm866', label: 'IBM 866' },
  { value: 'windows-1253', label: 'Greek' },
  { value: 'windows-1254', label: 'Turkish' },
  { value: 'windows-1255', label: 'Hebrew' },
  { value: 'windows-1256', label: 'Arabic' },
  { value: 'shift_jis', label: 'Shift JIS' },
  { value: 'euc-jp', label: 'EUC-JP' },
  { value: 'gb18030', label: 'GB 18030' },
  { value: 'big5', label: 'Big5' },
  { value: 'euc-kr', label: 'EUC-KR' },
];

export const queryOf = (text: string, format: StreamFormat, matchCase: boolean): StreamQuery | null =>
  text === '' ? null : { text, kind: format === 'text' || format === 'json' ? 'text' : 'hex', matchCase };
