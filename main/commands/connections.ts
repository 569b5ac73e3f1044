import type { CAC } from 'cac';
import { type ConnectionDescription, describeConnection } from '../analysis/tcp/connections';
import { CaptureAnalysis } from '../worker/capture-analysis';
import { required } from './options';
import { tableLines } from './table-lines';
import { TextOutput } from './text-output';

/** `connections`: one row a TCP connection, numbered as tcp.stream. */
export function connectionsCommand(program: CAC): void {
  program
    .command('connections', 'List the TCP connections')
    .option('-r <file>', 'The capture')
    .option('--json', 'Print JSON, with the states of both ends and what brought each')
    .example('wirestate connections -r capture.pcapng')
    .action(listConnections);
}

async function listConnections(options: Record<string, unknown>): Promise<void> {
  const path = required(options.r, '-r FILE', 'wirestate connections -r capture.pcapng');
  const analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  const output = new TextOutput(process.stdout);
  const { count } = analysis.connections.tcp;
  const described = (function* () {
    for (let stream = 0; stream < count; stream++)
      yield describeConnection(analysis.store, analysis.connections, stream);
  })();
  if (options.json) await writeJson(described, output);
  else for (const line of tableLines(heads, Array.from(described, cells))) await output.line(line);
  await output.flush();
  await analysis.close();
}

async function writeJson(described: Iterable<ConnectionDescription>, output: TextOutput): Promise<void> {
  let separator = '[\n';
  for (const connection of described) {
    await output.text(separator + JSON.stringify({ ...connection, findings: [] }));
    separator = ',\n';
  }
  await output.line(separator === '[\n' ? '[]' : '\n]');
}

const heads = [
  'Stream',
  'Client',
  'Server',
  'Packets',
  'Bytes',
  'Seconds',
  'Opened',
  'Closed',
  'Client is',
  'Server is',
  'Resent',
];

function cells(connection: ConnectionDescription): string[] {
  const { stream, client, server, packets, bytes, duration, handshake, close, states, retransmissions } = connection;
  return [
    String(stream),
    `${client.address}:${client.port}`,
    `${server.address}:${server.port}`,
    String(packets.client + packets.server),
    String(bytes.client + bytes.server),
    duration.toFixed(6),
    handshake,
    close,
    states.client.at(-1)?.state ?? '',
    states.server.at(-1)?.state ?? '',
    String(retransmissions),
  ];
}
