import { useCallback, useEffect, useState } from 'react';
import type { CapturePermissions } from '../../../preload/contract/live-capture';
import { bridge, sentenceOf } from '../../state/bridge';

/** What capturing needs and has, found by trying. */
export function usePermissions() {
  const [permissions, setPermissions] = useState<CapturePermissions | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const look = useCallback(() => {
    setPermissions(null);
    setFault(null);
    bridge()
      .live.permissions()
      .then(setPermissions, (problem: unknown) => setFault(sentenceOf(problem)));
  }, []);
  useEffect(look, [look]);
  return { permissions, fault, look };
}
