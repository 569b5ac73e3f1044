import { useCallback } from 'react';
import { create } from 'zustand';

/** How a ladder is looked at. */
export interface LadderChoice {
  readonly of:
    | { readonly kind: 'connection' }
    | { readonly kind: 'displayed' }
    | { readonly kind: 'host'; readonly address: string };
  /** Lines at even distances, not by time. */
  readonly isEven: boolean;
  readonly collapsesRuns: boolean;
  /** Pixels of a step. */
  readonly spacing: number;
}

const USUAL: LadderChoice = { of: { kind: 'connection' }, isEven: true, collapsesRuns: true, spacing: 26 };

/** By panel. A panel behind another is taken down, and comes back as it was left. */
const useChoices = create<{ readonly [panel: string]: LadderChoice }>(() => ({}));

export function useChoice(panel: string): [LadderChoice, (changes: Partial<LadderChoice>) => void] {
  const choice = useChoices((choices) => choices[panel]) ?? USUAL;
  const change = useCallback(
    (changes: Partial<LadderChoice>) =>
      useChoices.setState((choices) => ({ [panel]: { ...(choices[panel] ?? USUAL), ...changes } })),
    [panel],
  );
  return [choice, change];
}
