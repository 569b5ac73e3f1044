import { CaptureFault, type FaultSeverity } from './capture-fault';
import type { CaptureInterface, CaptureTime } from './capture-interface';
import type { CaptureSection, CustomBlock, DecryptionSecrets, NameResolution } from './capture-section';
import { type ConnectionNote, decodeNote } from './connection-note';

/** A hostile file may hold millions of tiny blocks; what is kept of them in memory ends here. */
const MOST_WARNINGS = 200;
export const MOST_INTERFACES = 65_536;
export const MOST_SECTIONS = 65_536;
const MOST_NAME_RESOLUTIONS = 1_000_000;
const MOST_CUSTOM_BLOCKS = 1_000_000;
const MOST_CONNECTION_NOTES = 500_000;
const MOST_SECRET_BYTES = 64 * 1024 * 1024;

/** All that a capture file says beside its packets; readers add to it as they come by. */
export class CaptureDescription {
  readonly path: string;
  readonly interfaces: CaptureInterface[] = [];
  readonly sections: CaptureSection[] = [];
  readonly nameResolutions: NameResolution[] = [];
  readonly decryptionSecrets: DecryptionSecrets[] = [];
  readonly customBlocks: CustomBlock[] = [];
  readonly connectionNotes: ConnectionNote[] = [];
  readonly warnings: CaptureFault[] = [];
  private secretBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  warn(offset: number, expected: string, found: string, severity: FaultSeverity): CaptureFault {
    const fault = new CaptureFault(this.path, offset, expected, found, severity);
    if (severity !== 'odd' || this.warnings.length < MOST_WARNINGS) this.warnings.push(fault);
    return fault;
  }

  addNameResolution(resolution: NameResolution): void {
    if (this.nameResolutions.length < MOST_NAME_RESOLUTIONS) this.nameResolutions.push(resolution);
  }

  addCustomBlock(block: CustomBlock): void {
    if (this.customBlocks.length < MOST_CUSTOM_BLOCKS) this.customBlocks.push(block);
  }

  /** Takes those comments of a statistics block that are notes on connections. @returns the others */
  addConnectionNotes(comments: readonly string[], time: CaptureTime | null): readonly string[] {
    return comments.filter((comment) => {
      const note = decodeNote(comment, time);
      if (note !== null && this.connectionNotes.length < MOST_CONNECTION_NOTES) this.connectionNotes.push(note);
      return note === null;
    });
  }

  addDecryptionSecrets(secrets: DecryptionSecrets, offset: number): void {
    this.secretBytes += secrets.bytes.length;
    if (this.secretBytes <= MOST_SECRET_BYTES) this.decryptionSecrets.push(secrets);
    else
      this.warn(offset, `at most ${MOST_SECRET_BYTES} bytes of decryption secrets`, 'more, which are left out', 'odd');
  }
}
