/** How much a fault costs: `cut` – the file ends early; `broken` – reading stopped; `odd` – reading went on. */
export type FaultSeverity = 'cut' | 'broken' | 'odd';

/** Something in a capture file that is not as its format says. A value, never thrown: packets before it stay usable. */
export class CaptureFault {
  readonly path: string;
  /** Byte in the file (for a compressed file: in its decompressed contents) where the fault was met. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly severity: FaultSeverity;

  constructor(path: string, offset: number, expected: string, found: string, severity: FaultSeverity) {
    this.path = path;
    this.offset = offset;
    this.expected = expected;
    this.found = found;
    this.severity = severity;
  }

  /** One plain sentence: which file, which byte, what was expected and what was there. */
  get message(): string {
    const rest = this.severity === 'odd' ? '' : '; packets before this point can be used';
    return `${this.path}, byte ${this.offset}: expected ${this.expected}, found ${this.found}${rest}.`;
  }
}

/** Thrown by `openCapture` when a file cannot be opened at all. `remedy` says what would be right. */
export class CaptureOpenError extends Error {
  readonly path: string;
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
  override readonly name = 'CaptureOpenError';

  constructor(path: string, offset: number, expected: string, found: string, remedy: string) {
    super(`${path} cannot be opened: expected ${expected}, found ${found}; ${remedy}.`);
    this.path = path;
    this.offset = offset;
    this.expected = expected;
    this.found = found;
    this.remedy = remedy;
  }
}
