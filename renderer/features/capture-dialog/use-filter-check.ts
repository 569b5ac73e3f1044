import { useEffect, useState } from 'react';
import { bridge } from '../../state/bridge';
import { type Draft, filterOf } from './draft';

/** A pause in writing after which a filter is compiled. */
const CHECK_MILLISECONDS = 250;

export interface FilterVerdicts {
  /** What is wrong, by device; without an entry nothing is. */
  readonly faults: Readonly<Record<string, string>>;
  /** Whether they are about the filters as they stand. */
  readonly isChecked: boolean;
}

/** Has the capture filters compiled for their interfaces, by the very library that will run them. */
export function useFilterCheck(draft: Draft): FilterVerdicts {
  const wanted = JSON.stringify(draft.devices.map((device) => [device, filterOf(draft, device)]));
  const [checked, setChecked] = useState<{ readonly of: string; readonly faults: FilterVerdicts['faults'] }>({
    of: '[]',
    faults: {},
  });
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(async () => {
      const faults = await faultsOf(JSON.parse(wanted) as [string, string][]);
      if (!isOver) setChecked({ of: wanted, faults });
    }, CHECK_MILLISECONDS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  return { faults: checked.faults, isChecked: checked.of === wanted };
}

export async function faultsOf(filters: readonly (readonly [string, string])[]): Promise<Record<string, string>> {
  const found = await Promise.all(
    filters.map(async ([device, filter]) => {
      if (filter === '') return [device, null] as const;
      // Where nobody can tell, the start will.
      const fault = await bridge()
        .live.checkFilter(device, filter)
        .catch(() => null);
      return [device, fault] as const;
    }),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== null));
}
