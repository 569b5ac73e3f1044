import { create } from 'zustand';
import type { InterfaceTraffic, LiveInterface } from '../../../preload/contract/live-capture';
import { bridge, sentenceOf } from '../bridge';

const trafficMilliseconds = 1_000;
/** Interfaces come and go more seldom than packets. */
const listedEvery = 4;
/** Points of a sparkline. */
export const SAMPLES = 40;

export interface Interfaces {
  /** Null until they are known. */
  readonly interfaces: readonly LiveInterface[] | null;
  readonly fault: string | null;
  /** Packets a second of the last samples by device, the newest last. */
  readonly rates: Readonly<Record<string, readonly number[]>>;
}

export const useInterfaces = create<Interfaces>(() => ({ interfaces: null, fault: null, rates: {} }));

let watchers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let before: { readonly at: number; readonly packets: ReadonlyMap<string, number> } | null = null;

/** Keeps the interfaces and their traffic up to date for as long as somebody looks. @returns a function that ends it */
export function watchInterfaces(): () => void {
  watchers += 1;
  if (watchers === 1) void watch(0);
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearTimeout(timer);
    before = null;
  };
}

async function watch(round: number): Promise<void> {
  if (!document.hidden) {
    if (round % listedEvery === 0) await list();
    await sample();
  }
  if (watchers > 0) timer = setTimeout(() => void watch(round + 1), trafficMilliseconds);
}

async function list(): Promise<void> {
  try {
    useInterfaces.setState({ interfaces: await bridge().live.interfaces(), fault: null });
  } catch (fault) {
    useInterfaces.setState({ fault: sentenceOf(fault) });
  }
}

async function sample(): Promise<void> {
  const traffic = await bridge()
    .live.traffic()
    .catch(() => null);
  if (traffic === null) return;
  const now = { at: performance.now(), packets: packetsOf(traffic) };
  if (before !== null) useInterfaces.setState(({ rates }) => ({ rates: withSample(rates, before as never, now) }));
  before = now;
}

/** `any` is all of them together. */
function packetsOf(traffic: readonly InterfaceTraffic[]): ReadonlyMap<string, number> {
  const packets = new Map(traffic.map((each) => [each.device, each.packets]));
  if (traffic.length > 0)
    packets.set(
      'any',
      traffic.reduce((sum, each) => sum + each.packets, 0),
    );
  return packets;
}

interface Sample {
  readonly at: number;
  readonly packets: ReadonlyMap<string, number>;
}

/** Adds to each device's rates what came since the sample before. */
export function withSample(rates: Interfaces['rates'], earlier: Sample, later: Sample): Interfaces['rates'] {
  const seconds = Math.max(0.001, (later.at - earlier.at) / 1000);
  return Object.fromEntries(
    [...later.packets].map(([device, packets]) => {
      // A counter that went back belongs to an interface that was made anew.
      const rate = Math.max(0, packets - (earlier.packets.get(device) ?? packets)) / seconds;
      return [device, [...(rates[device] ?? []), rate].slice(-SAMPLES)];
    }),
  );
}
