import { useCallback, useState } from 'react';

export interface Pixels {
  readonly columns: number;
  readonly lines: number;
}

/** The pixels that a plot has, as it tells them; a guess until then. */
export function usePixels(): readonly [Pixels, (columns: number, lines: number) => void] {
  const [pixels, setPixels] = useState<Pixels>({ columns: 800, lines: 300 });
  const onPixels = useCallback((columns: number, lines: number) => setPixels({ columns, lines }), []);
  return [pixels, onPixels];
}
