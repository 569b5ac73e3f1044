import type { WantedFields } from '../../analysis/dissection';
import type { Field } from '../../analysis/fields/field';
import type { CaptureAnalysis, PartialReading } from '../capture-analysis';
import { quoters } from './outer-addresses';

/** Destination and source begin an Ethernet frame (IEEE 802.3 §3.2). */
const addressBytes = 6;

/** How many Ethernet headers a sequence of protocols has, and whether the frame begins with the only one. */
interface Headers {
  readonly count: number;
  readonly isOuterAlone: boolean;
}

/** The addresses of frames and of what is bridged in them, from the file: the columns have the innermost packet's. */
export class EthernetStations {
  private readonly chains: (Headers | undefined)[] = [];
  private readonly source: Field;
  private readonly destination: Field;
  private readonly reading: PartialReading;

  constructor(private readonly analysis: CaptureAnalysis) {
    const { registry } = analysis;
    this.source = registry.field('eth.src') as Field;
    this.destination = registry.field('eth.dst') as Field;
    const wanted: WantedFields = { fields: new Set([this.source, this.destination]), overTcp: false };
    this.reading = analysis.reading(wanted, false);
  }

  /** A frame that begins with its only Ethernet header, whole; null where `eachPair` is to be asked. */
  plainFrame(row: number, chain: number): Uint8Array | null {
    this.chains[chain] ??= this.headersOf(chain);
    if (!this.chains[chain].isOuterAlone) return null;
    const bytes = this.analysis.frameView(row);
    return bytes.length < 2 * addressBytes ? null : bytes;
  }

  /** @param tell gets six bytes each, which hold until it returns */
  eachPair(row: number, chain: number, tell: (source: Uint8Array, destination: Uint8Array) => void): void {
    this.chains[chain] ??= this.headersOf(chain);
    const { count, isOuterAlone } = this.chains[chain];
    if (count === 0) return;
    if (!isOuterAlone) {
      this.eachDissected(row, count, tell);
      return;
    }
    const bytes = this.analysis.frameView(row);
    if (bytes.length < 2 * addressBytes) return;
    tell(bytes.subarray(addressBytes, 2 * addressBytes), bytes.subarray(0, addressBytes));
  }

  private headersOf(chain: number): Headers {
    const { store, registry } = this.analysis;
    const names = store.layerChains.protocolsOf(chain).map((index) => registry.at(index).name);
    const quoter = names.findIndex((name) => quoters.has(name));
    const own = quoter < 0 ? names : names.slice(0, quoter);
    const count = own.filter((name) => name === 'eth').length;
    // The frame itself comes first.
    return { count, isOuterAlone: count === 1 && own[1] === 'eth' };
  }

  private eachDissected(row: number, count: number, tell: (source: Uint8Array, destination: Uint8Array) => void): void {
    const { analysis, source, destination } = this;
    const { roots } = analysis.read(row, this.reading);
    const sources = roots.filter(({ field }) => field === source);
    const destinations = roots.filter(({ field }) => field === destination);
    for (let i = 0; i < Math.min(count, sources.length, destinations.length); i++)
      tell(sources[i]!.value as Uint8Array, destinations[i]!.value as Uint8Array);
  }
}
