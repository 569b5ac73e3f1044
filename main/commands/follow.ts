import type { CAC } from 'cac';
import { secondsText } from '../analysis/fields/value-text';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { connectionEnds } from '../worker/connection-ends';
import { StreamBytes, type StreamPart } from '../worker/stream-bytes';
import { CommandError } from './command-error';
import { hexDump } from './hex-dump';
import { required } from './options';
import { TextOutput } from './text-output';

const directions = ['client', 'server', 'both'] as const;
const formats = ['raw', 'ascii', 'hex', 'json'] as const;

/** `follow`: the reassembled bytes of a connection. */
export function followCommand(program: CAC): void {
  program
    .command('follow', 'Print the bytes of a connection, put together from its segments')
    .option('-r <file>', 'The capture')
    .option('--stream <number>', 'Number of the connection, as tcp.stream')
    .option('--direction <which>', 'client, server or both', { default: 'both' })
    .option('--format <format>', 'raw, ascii, hex or json', { default: 'ascii' })
    .example('wirestate follow -r capture.pcapng --stream 7 --direction server --format raw > body')
    .action(follow);
}

async function follow(options: Record<string, unknown>): Promise<void> {
  const path = required(options.r, '-r FILE', 'wirestate follow -r capture.pcapng --stream 0');
  const number = required(options.stream, '--stream N', 'wirestate follow -r capture.pcapng --stream 0');
  if (!/^\d+$/.test(number))
    throw CommandError.usage(`--stream ${number}: a connection's number, as tcp.stream, from 0`);
  const direction = oneOf(options.direction, '--direction', directions);
  const format = oneOf(options.format, '--format', formats);
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  const stream = streamNumber(number, analysis.connections.tcp.count);
  const bytes = new StreamBytes(analysis, stream);
  const parts = direction === 'both' ? bytes.inOrder() : bytes.of(direction);
  const output = new TextOutput(process.stdout);
  await writers[format](analysis, stream, parts, output);
  await output.flush();
  await analysis.close();
}

function streamNumber(text: string, count: number): number {
  const stream = Number(text);
  if (stream < count) return stream;
  const there = count === 0 ? 'the capture has no TCP connection' : `the capture has connections 0 to ${count - 1}`;
  throw CommandError.usage(`--stream ${text}: ${there}`);
}

function oneOf<Choice extends string>(value: unknown, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw CommandError.usage(`${option} ${String(value)}: choose one of ${choices.join(', ')}`);
}

type Writer = (
  analysis: CaptureAnalysis,
  stream: number,
  parts: Iterable<StreamPart>,
  output: TextOutput,
) => Promise<void>;

const writers: Readonly<Record<(typeof formats)[number], Writer>> = { raw, ascii, hex, json };

async function raw(
  _analysis: CaptureAnalysis,
  _stream: number,
  parts: Iterable<StreamPart>,
  output: TextOutput,
): Promise<void> {
  for (const { bytes } of parts) if (bytes !== null) await output.bytes(bytes);
}

async function ascii(
  analysis: CaptureAnalysis,
  stream: number,
  parts: Iterable<StreamPart>,
  output: TextOutput,
): Promise<void> {
  let sender = '';
  for (const part of parts) {
    if (part.sender !== sender) await output.line(`${sender === '' ? '' : '\n'}${turnHead(analysis, stream, part)}`);
    sender = part.sender;
    await output.text(part.bytes === null ? gapMark(part) : printable(part.bytes));
  }
  await output.line('');
}

async function hex(
  analysis: CaptureAnalysis,
  stream: number,
  parts: Iterable<StreamPart>,
  output: TextOutput,
): Promise<void> {
  let sender = '';
  for (const part of parts) {
    if (part.sender !== sender) await output.line(turnHead(analysis, stream, part));
    sender = part.sender;
    const indent = sender === 'server' ? '    ' : '';
    if (part.bytes === null) await output.line(`${indent}${gapMark(part)}`);
    else for (const line of hexDump(part.bytes, part.offset)) await output.line(indent + line);
  }
}

async function json(
  analysis: CaptureAnalysis,
  stream: number,
  parts: Iterable<StreamPart>,
  output: TextOutput,
): Promise<void> {
  const { client, server } = connectionEnds(analysis, stream);
  await output.text(
    `{"stream":${stream},"client":${JSON.stringify(client)},"server":${JSON.stringify(server)},"parts":[`,
  );
  let separator = '\n';
  for (const { sender, offset, length, row, bytes } of parts) {
    const data = bytes === null ? { missing: true } : { data: Buffer.from(bytes).toString('base64') };
    const part = { sender, offset, length, packet: row + 1, time: secondsText(analysis.time(row)), ...data };
    await output.text(separator + JSON.stringify(part));
    separator = ',\n';
  }
  await output.line('\n]}');
}

function turnHead(analysis: CaptureAnalysis, stream: number, { sender, row }: StreamPart): string {
  const { address, port } = connectionEnds(analysis, stream)[sender];
  return `--- ${sender} ${address}:${port}, packet ${row + 1}, ${secondsText(analysis.time(row))}`;
}

const gapMark = ({ length }: StreamPart): string => `[${length} bytes missing from the capture]`;

/** ASCII as it stands with its line ends; every other byte as a full stop, so that nothing drives the terminal. */
const printable = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/\r\n/g, '\n')
    .replace(/[^\n\t\u0020-\u007e]/g, '.');
