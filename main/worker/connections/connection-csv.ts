import type { ConnectionRow, HandshakeOptions } from '../../../preload/contract/connections';
import { seconds } from '../../analysis/tcp/connections';

/** A conversation without what is only drawn. */
export type ConversationLine = Omit<ConnectionRow, 'life'>;

type Value = string | number | boolean | null | undefined;

const nanosecondsPerSecond = 1_000_000_000n;

const general: readonly (readonly [string, (line: ConversationLine) => Value])[] = [
  ['stream', ({ stream }) => stream],
  ['client', ({ client }) => client.address],
  ['client port', ({ client }) => client.port],
  ['server', ({ server }) => server.address],
  ['server port', ({ server }) => server.port],
  ['start', (line) => (line.hasTime ? startOf(line) : null)],
  ['duration', ({ duration }) => duration],
  ['packets from client', ({ packets }) => packets.client],
  ['packets from server', ({ packets }) => packets.server],
  ['bytes from client', ({ bytes }) => bytes.client],
  ['bytes from server', ({ bytes }) => bytes.server],
  ['client process', ({ processes }) => processes.client],
  ['server process', ({ processes }) => processes.server],
];

const ofTcp: readonly (readonly [string, (line: ConversationLine) => Value])[] = [
  ['client state', ({ tcp }) => tcp?.states.client],
  ['server state', ({ tcp }) => tcp?.states.server],
  ['client states', ({ tcp }) => tcp?.shape?.paths.client.join(' > ')],
  ['server states', ({ tcp }) => tcp?.shape?.paths.server.join(' > ')],
  ['opened', ({ tcp }) => tcp?.shape?.handshake],
  ['closed', ({ tcp }) => tcp?.shape?.close],
  ['retransmissions', ({ tcp }) => tcp?.retransmissions],
  ['segments with sequence numbers', ({ tcp }) => tcp?.sequencedSegments],
  ['out of order', ({ tcp }) => tcp?.outOfOrder],
  ['duplicate acks', ({ tcp }) => tcp?.duplicateAcks],
  ['zero windows', ({ tcp }) => tcp?.zeroWindows],
  ['resets', ({ tcp }) => tcp?.resets],
  ['initial round trip', ({ tcp }) => tcp?.shape?.roundTrip.initial],
  ['minimum round trip', ({ tcp }) => tcp?.shape?.roundTrip.minimum],
  ['median round trip', ({ tcp }) => tcp?.shape?.roundTrip.median],
  ['maximum round trip', ({ tcp }) => tcp?.shape?.roundTrip.maximum],
  ['client options', ({ tcp }) => tcp && optionsText(tcp.options.client)],
  ['server options', ({ tcp }) => tcp && optionsText(tcp.options.server)],
];

const columnsOf = (isTcp: boolean) => (isTcp ? [...general, ...ofTcp] : general);

export const csvHeading = (isTcp: boolean): string => csvLine(columnsOf(isTcp).map(([title]) => title));

export const csvOf = (line: ConversationLine): string =>
  csvLine(columnsOf(line.tcp !== null).map(([, value]) => value(line)));

/** Seconds since the epoch with nine digits. */
export const startOf = ({ seconds: whole, nanoseconds }: ConversationLine): string =>
  seconds(BigInt(whole) * nanosecondsPerSecond + BigInt(nanoseconds));

function optionsText({ mss, windowScale, sackPermitted, timestamps, fastOpen }: HandshakeOptions): string {
  const said = [
    mss === null ? '' : `MSS ${mss}`,
    windowScale === null ? '' : `WS ${windowScale}`,
    sackPermitted ? 'SACK' : '',
    timestamps ? 'TS' : '',
    fastOpen === null ? '' : `TFO ${fastOpen}`,
  ];
  return said.filter((text) => text !== '').join(' ');
}

/** RFC 4180. */
const csvLine = (values: readonly Value[]): string =>
  `${values.map((value) => (value == null ? '' : quoted(String(value)))).join(',')}\r\n`;

const quoted = (text: string): string => {
  const held = heldOff(text);
  return /[",\r\n]/.test(held) ? `"${held.replaceAll('"', '""')}"` : held;
};

/** What a spreadsheet would take for a formula, as a process can be called, is held off with an apostrophe; a number is none. */
const heldOff = (text: string): string => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text);
