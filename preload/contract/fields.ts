/** One field of the registry, for completion, columns and the help page. */
export interface FieldEntry {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly help: string;
  /** Names of the values, where they have names. */
  readonly values: readonly { readonly value: number; readonly name: string }[];
}

export interface ProtocolEntry {
  readonly name: string;
  readonly short: string;
  readonly title: string;
  /** Tables in which the protocol can be forced with "decode as". */
  readonly tables: readonly string[];
}

export interface FieldsApi {
  /** Every field, in the registry's order. */
  list(): Promise<readonly FieldEntry[]>;
  protocols(): Promise<readonly ProtocolEntry[]>;
}
