import type { Dissection } from '../../dissection';
import type { Field } from '../../fields/field';
import type { FieldNode } from '../../fields/field-node';
import type { Range } from '../syntax/expression';
import type { FieldUse, Value } from '../typing/typed-test';
import { fieldValue } from './field-value';

/** Gathers the values of the fields that a filter names, once a packet. */
export class ValueGatherer {
  private readonly values: Value[][];
  /** Which of its protocol's headers each value is from, and the protocol; kept for uses that ask for layers. */
  private readonly layersOf: { layer: number; protocol: Field | null }[][];
  private readonly places = new Map<Field, number[]>();
  private readonly wantsLayers: boolean;
  private readonly wantsWhole: boolean;
  private readonly layers = new Map<Field, number>();
  private dissection: Dissection | null = null;
  /** Where the innermost header says that its packet ends, and in which data source. */
  private end = 0;
  private endSource = 0;

  constructor(private readonly uses: readonly FieldUse[]) {
    this.values = uses.map(() => []);
    this.layersOf = uses.map(() => []);
    uses.forEach(({ field }, place) => {
      this.places.set(field, [...(this.places.get(field) ?? []), place]);
    });
    this.wantsLayers = uses.some(({ layers }) => layers !== null);
    this.wantsWhole = uses.some(({ whole }) => whole);
  }

  /** @returns the values by use; they hold until the next call */
  gather(dissection: Dissection): readonly (readonly Value[])[] {
    for (const each of this.values) each.length = 0;
    this.dissection = dissection;
    this.endSource = 0;
    this.end = dissection.sources[0]?.bytes.length ?? 0;
    if (this.wantsLayers) {
      this.layers.clear();
      for (const each of this.layersOf) each.length = 0;
    }
    this.visit(dissection.roots, 1, null);
    if (this.wantsLayers) this.keepLayers();
    return this.values;
  }

  /** @param layer which of the protocol's headers the nodes belong to, from 1 */
  private visit(nodes: readonly FieldNode[], layer: number, protocol: Field | null): void {
    for (const node of nodes) {
      const { field } = node;
      let own = layer;
      let within = protocol;
      if (field.type === 'protocol') {
        within = field;
        if (this.wantsLayers) {
          own = (this.layers.get(field) ?? 0) + 1;
          this.layers.set(field, own);
        }
        if (this.wantsWhole) this.noteEnd(node);
      }
      const places = this.places.get(field);
      if (places !== undefined) this.take(node, places, own, within);
      if (node.children !== null) this.visit(node.children, own, within);
    }
  }

  private take(node: FieldNode, places: readonly number[], layer: number, protocol: Field | null): void {
    for (const place of places) {
      const { layers, raw, whole } = this.uses[place] as FieldUse;
      if (layers !== null)
        (this.layersOf[place] as { layer: number; protocol: Field | null }[]).push({ layer, protocol });
      const value = raw || node.field.type === 'protocol' ? this.bytes(node, whole) : fieldValue(node.value);
      // A label has no value, but is there.
      (this.values[place] as Value[]).push(value ?? 1);
    }
  }

  /** Takes away what is not in the layers asked for: only now is it known how many there are, to count from the last. */
  private keepLayers(): void {
    this.uses.forEach(({ layers }, place) => {
      if (layers === null) return;
      const from = this.layersOf[place] as { layer: number; protocol: Field | null }[];
      const values = this.values[place] as Value[];
      const kept = values.filter((_, i) => {
        const { layer, protocol } = from[i] as { layer: number; protocol: Field | null };
        return isInLayers(layer, protocol === null ? 1 : (this.layers.get(protocol) ?? 1), layers);
      });
      values.length = 0;
      values.push(...kept);
    });
  }

  private bytes(node: FieldNode, whole: boolean): Uint8Array {
    const { source, start } = node;
    const { bytes } = (this.dissection as Dissection).sources[source] ?? { bytes: new Uint8Array(0) };
    const end = start + headerLength(node);
    return bytes.subarray(start, whole && source === this.endSource ? Math.max(end, this.end) : end);
  }

  /** IP and UDP say where their packet ends; what follows in the frame is padding. */
  private noteEnd(node: FieldNode): void {
    const { field, start, source } = node;
    if (source !== this.endSource) {
      this.endSource = source;
      this.end = (this.dissection as Dissection).sources[source]?.bytes.length ?? 0;
    }
    const length = packetLengths[field.name];
    const said = length === undefined ? 0 : numberIn(node, length.name);
    if (length !== undefined && said > 0) this.end = Math.min(this.end, start + said + length.header);
  }
}

const packetLengths: Readonly<Record<string, { readonly name: string; readonly header: number }>> = {
  ip: { name: 'ip.len', header: 0 },
  ipv6: { name: 'ipv6.plen', header: 40 },
  udp: { name: 'udp.length', header: 0 },
};

/** As slices and len() have it, TCP is its header; what it carries is a field of its own. */
const headerLength = (node: FieldNode): number =>
  node.field.name === 'tcp' ? numberIn(node, 'tcp.hdr_len') || node.length : node.length;

function numberIn({ children }: FieldNode, name: string): number {
  const value = children?.find((child) => child.field.name === name)?.value;
  return typeof value === 'number' ? value : 0;
}

/** Layers count from 1, and with -1 from the last. */
function isInLayers(layer: number, count: number, ranges: readonly Range[]): boolean {
  return ranges.some(({ first, length, last }) => {
    const from = first < 0 ? count + first + 1 : first;
    if (last !== null) return layer >= from && layer <= (last < 0 ? count + last + 1 : last);
    return layer >= from && (length === null || layer < from + length);
  });
}
