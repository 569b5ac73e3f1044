import type { ConnectionExport, ConnectionExportResult } from '../../../preload/contract/connections';
import { replaceFile } from '../../files/replace-file';
import type { Job } from '../jobs';
import { csvHeading, csvOf, startOf } from './connection-csv';
import { describedConnection } from './connection-description';
import { conversationLine } from './connection-rows';
import type { ConversationSource } from './conversation-source';

/** Writes a whole list as a table, or as `connections --json` prints it. */
export async function exportConnections(
  source: ConversationSource,
  numbers: Uint32Array,
  { path, format }: ConnectionExport,
  job: Job,
): Promise<ConnectionExportResult> {
  const { signal } = job.controller;
  const pieces = format === 'csv' ? csvPieces(source, numbers, job) : jsonPieces(source, numbers, job);
  const encoder = new TextEncoder();
  try {
    await replaceFile(path, signal, async (output) => {
      for await (const piece of pieces) output.append(encoder.encode(piece));
    });
    return { path, rows: numbers.length, cancelled: false };
  } catch (error) {
    if (signal.aborted) return { path, rows: 0, cancelled: true };
    throw error;
  }
}

async function* csvPieces(source: ConversationSource, numbers: Uint32Array, job: Job): AsyncIterable<string> {
  const { measures } = source;
  yield csvHeading(measures !== null);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (measures !== null && !measures.has(number)) await measures.measure(number, job);
    yield csvOf(conversationLine(source, number));
    await job.breathe(i, numbers.length);
  }
}

async function* jsonPieces(source: ConversationSource, numbers: Uint32Array, job: Job): AsyncIterable<string> {
  yield '[';
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    yield `${i === 0 ? '\n' : ',\n'}${JSON.stringify(await jsonOf(source, number, job))}`;
    await job.breathe(i, numbers.length);
  }
  yield numbers.length === 0 ? ']\n' : '\n]\n';
}

async function jsonOf(source: ConversationSource, number: number, job: Job): Promise<object> {
  if (source.kind === 'tcp') return describedConnection(source.analysis, number, () => job.breathe());
  const line = conversationLine(source, number);
  const { client, server, duration, packets, bytes } = line;
  const name = source.kind === 'udp' ? { stream: number } : {};
  return { ...name, client, server, start: startOf(line), duration, packets, bytes };
}
