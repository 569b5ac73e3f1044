import type { FieldEntry, ProtocolEntry } from '../../preload/contract/fields';
import { createRegistry } from '../analysis/protocols';

const numberTables = new Set(['tcp.port', 'udp.port', 'sctp.port', 'ethertype', 'ip.protocol', 'link']);

/** Every field of the registry. */
export const fieldEntries = (): FieldEntry[] =>
  Array.from(createRegistry().fields, ({ name, label, type, help, values }) => ({
    name,
    label,
    type,
    help,
    values: Object.entries(values ?? {}).map(([value, text]) => ({ value: Number(value), name: text })),
  }));

/** Every protocol, with the tables in which it can be forced. */
export const protocolEntries = (): ProtocolEntry[] =>
  createRegistry().protocols.map(({ name, short, title, registrations, recognize }) => ({
    name,
    short,
    title,
    tables: [
      ...new Set([
        ...(registrations ?? []).map(({ table }) => table).filter((table) => numberTables.has(table)),
        ...(recognize?.over ?? []).map((transport) => `${transport}.port`),
      ]),
    ],
  }));
