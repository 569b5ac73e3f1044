import type { LiveInterfaceOptions, LiveOptions } from '../../../preload/contract/live-capture';
import { plainInterface } from '../../state/live/options';

/** What the fields of the dialog hold: everything that is the same for all interfaces stands once. */
export interface Draft {
  readonly devices: readonly string[];
  readonly filter: string;
  /** Filters of single interfaces in place of the common one. */
  readonly ownFilters: Readonly<Record<string, string>>;
  readonly hasOwnFilters: boolean;
  readonly snapLength: number | null;
  readonly promiscuous: boolean;
  readonly monitor: boolean;
  readonly options: Omit<LiveOptions, 'interfaces'>;
}

/** @param present - the devices that there are; the others of the last time are left out */
export function draftOf(options: LiveOptions, present: readonly string[] | null): Draft {
  const { interfaces, ...rest } = options;
  const chosen = interfaces.filter(({ device }) => present === null || present.includes(device));
  const first = interfaces[0] ?? plainInterface('');
  const hasOwnFilters = interfaces.some(({ filter }) => filter !== first.filter);
  return {
    devices: chosen.map(({ device }) => device),
    filter: hasOwnFilters ? '' : first.filter,
    ownFilters: hasOwnFilters ? Object.fromEntries(interfaces.map(({ device, filter }) => [device, filter])) : {},
    hasOwnFilters,
    snapLength: first.snapLength === 0 ? null : first.snapLength,
    promiscuous: first.promiscuous,
    monitor: first.monitor,
    options: rest,
  };
}

export const filterOf = (draft: Draft, device: string): string =>
  (draft.hasOwnFilters ? (draft.ownFilters[device] ?? '') : draft.filter).trim();

/** @param wireless - devices that know a monitor mode */
export function optionsOf(draft: Draft, wireless: readonly string[]): LiveOptions {
  const { options } = draft;
  const interfaces = draft.devices.map(
    (device): LiveInterfaceOptions => ({
      device,
      filter: filterOf(draft, device),
      snapLength: draft.snapLength ?? 0,
      promiscuous: draft.promiscuous,
      monitor: draft.monitor && wireless.includes(device),
    }),
  );
  // Only a file that was named can be followed by others.
  const isRing = options.path !== null && options.ring !== null;
  const stop = isRing ? options.stop : { ...options.stop, files: null };
  return { ...options, interfaces, ring: isRing ? options.ring : null, stop };
}
