import { useEffect, useState } from 'react';
import type { FieldEntry, ProtocolEntry } from '../../preload/contract/fields';
import { bridge } from './bridge';

let fields: Promise<readonly FieldEntry[]> | null = null;

/** Every field of the registry; asked for once. */
export function fieldList(): Promise<readonly FieldEntry[]> {
  fields ??= bridge()
    .fields.list()
    .catch((fault: unknown) => {
      fields = null;
      throw fault;
    });
  return fields;
}

let protocols: Promise<readonly ProtocolEntry[]> | null = null;

/** Every protocol of the registry; asked for once. */
export function protocolList(): Promise<readonly ProtocolEntry[]> {
  protocols ??= bridge()
    .fields.protocols()
    .catch((fault: unknown) => {
      protocols = null;
      throw fault;
    });
  return protocols;
}

/** Display-filter names of protocols by what the Protocol column calls them; empty until they are here. */
export function useProtocolShorts(): ReadonlyMap<string, string> {
  const [shorts, setShorts] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    protocolList().then(
      (list) => setShorts(new Map(list.map(({ short, name }) => [short, name]))),
      () => undefined,
    );
  }, []);
  return shorts;
}

/** How well a field answers a query: smaller is better; null for not at all. */
function rank(field: FieldEntry, words: readonly string[]): number | null {
  const name = field.name.toLowerCase();
  const label = field.label.toLowerCase();
  if (!words.every((word) => name.includes(word) || label.includes(word))) return null;
  const first = words[0] ?? '';
  if (name === first) return 0;
  if (name.startsWith(first)) return 1;
  return name.includes(first) ? 2 : 3;
}

/** Fields whose name or label holds every word, the likeliest first and short names before long ones. */
export function matchFields(fields: readonly FieldEntry[], query: string, most: number): readonly FieldEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return fields.slice(0, most);
  return fields
    .flatMap((field) => {
      const place = rank(field, words);
      return place === null ? [] : [{ field, place }];
    })
    .sort((a, b) => a.place - b.place || a.field.name.length - b.field.name.length)
    .slice(0, most)
    .map(({ field }) => field);
}
