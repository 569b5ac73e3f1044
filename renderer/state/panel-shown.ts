import { createContext, useContext, useRef } from 'react';

/** Whether the panel around is on screen: not where it is behind another tab. */
export const PanelShown = createContext(true);

export const useIsPanelShown = (): boolean => useContext(PanelShown);

/** What a hidden panel does not follow: the value as it was when the panel was on screen last. */
export function useWhileShown<Value>(value: Value): Value {
  const isShown = useIsPanelShown();
  const kept = useRef(value);
  if (isShown) kept.current = value;
  return kept.current;
}
