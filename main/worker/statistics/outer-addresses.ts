import type { WantedFields } from '../../analysis/dissection';
import type { Field, FieldValue } from '../../analysis/fields/field';
import { AddressFamily } from '../../analysis/packet-summary';
import type { CaptureAnalysis } from '../capture-analysis';

/** Protocols whose packets quote others. */
export const quoters: ReadonlySet<string> = new Set(['icmp', 'icmpv6']);

/** How many IP headers each sequence of protocols has: the columns have the innermost addresses only. */
export class TunnelChains {
  private readonly known: (number | undefined)[] = [];

  constructor(private readonly analysis: CaptureAnalysis) {}

  /** Of the packet's own headers; those of a packet that an error quotes do not count. */
  headers(chain: number): number {
    const known = this.known[chain];
    if (known !== undefined) return known;
    const { store, registry } = this.analysis;
    const names = store.layerChains.protocolsOf(chain).map((index) => registry.at(index).name);
    const quoter = names.findIndex((name) => quoters.has(name));
    const own = quoter < 0 ? names : names.slice(0, quoter);
    const headers = own.filter((name) => name === 'ip' || name === 'ipv6').length;
    this.known[chain] = headers;
    return headers;
  }
}

interface Ends {
  /** Numbers of the AddressTable. */
  readonly source: number;
  readonly destination: number;
}

/**
 * The addresses of a packet's outermost IP headers, read from the file.
 *
 * @param headers how many
 */
export function outerAddresses(analysis: CaptureAnalysis, row: number, headers: number): readonly Ends[] {
  const { store, registry } = analysis;
  const [source, destination, source6, destination6] = ['ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst'].map(
    (name) => registry.field(name) as Field,
  );
  const wanted: WantedFields = {
    fields: new Set([source, destination, source6, destination6] as Field[]),
    overTcp: false,
  };
  const numberOf = (value: FieldValue): number =>
    typeof value === 'number'
      ? store.addresses.internIpv4(value | 0)
      : store.addresses.intern(value as Uint8Array, 0, AddressFamily.ipv6);
  const ends: Ends[] = [];
  let from = 0;
  for (const { field, value } of analysis.read(row, analysis.reading(wanted, false)).roots) {
    if (field === source || field === source6) from = numberOf(value);
    else if (field === destination || field === destination6) {
      ends.push({ source: from, destination: numberOf(value) });
    }
  }
  return ends.slice(0, headers);
}
