export interface CapDevice {
  readonly device: string;
  readonly description: string;
  readonly addresses: readonly string[];
  readonly loopback: boolean;
}

/** Null where the binding is not there. */
export async function listByCap(): Promise<readonly CapDevice[] | null> {
  return null;
}
