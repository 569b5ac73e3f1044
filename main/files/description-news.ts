import type { CaptureDescription } from './capture-description';
import type { CaptureFault } from './capture-fault';
import type { CaptureInterface, InterfaceStatistics } from './capture-interface';
import type { CaptureSection, CustomBlock, DecryptionSecrets, NameResolution } from './capture-section';
import type { ConnectionNote } from './connection-note';

/** What one thread has learnt of a file beside its packets, for the description that another thread keeps. */
export interface DescriptionNews {
  readonly sections: readonly CaptureSection[];
  readonly interfaces: readonly CaptureInterface[];
  /** By the interface's index: those that were learnt or have changed. */
  readonly statistics: readonly (readonly [number, InterfaceStatistics | null])[];
  readonly nameResolutions: readonly NameResolution[];
  readonly decryptionSecrets: readonly DecryptionSecrets[];
  readonly customBlocks: readonly CustomBlock[];
  readonly connectionNotes: readonly ConnectionNote[];
  readonly warnings: readonly Pick<CaptureFault, 'offset' | 'expected' | 'found' | 'severity'>[];
}

/** Tells what has come to a description since it was asked last; what was there at first, all know from the file's head. */
export class DescriptionTeller {
  private readonly sections: () => CaptureSection[];
  private readonly interfaces: () => CaptureInterface[];
  private readonly nameResolutions: () => NameResolution[];
  private readonly decryptionSecrets: () => DecryptionSecrets[];
  private readonly customBlocks: () => CustomBlock[];
  private readonly connectionNotes: () => ConnectionNote[];
  private readonly warnings: () => CaptureFault[];
  private readonly statistics: (InterfaceStatistics | null)[] = [];

  constructor(private readonly description: CaptureDescription) {
    this.sections = newOnes(description.sections);
    this.interfaces = newOnes(description.interfaces);
    this.nameResolutions = newOnes(description.nameResolutions);
    this.decryptionSecrets = newOnes(description.decryptionSecrets);
    this.customBlocks = newOnes(description.customBlocks);
    this.connectionNotes = newOnes(description.connectionNotes);
    this.warnings = newOnes(description.warnings);
  }

  /** @param endFault what was found at the file's end, which is not told: whoever goes on there finds it */
  news(endFault: CaptureFault | null): DescriptionNews {
    return {
      sections: this.sections(),
      interfaces: this.interfaces(),
      statistics: this.changedStatistics(),
      nameResolutions: this.nameResolutions(),
      decryptionSecrets: this.decryptionSecrets(),
      customBlocks: this.customBlocks(),
      connectionNotes: this.connectionNotes(),
      warnings: this.warnings().filter((fault) => fault !== endFault),
    };
  }

  private changedStatistics(): [number, InterfaceStatistics | null][] {
    const changed: [number, InterfaceStatistics | null][] = [];
    for (const { index, statistics } of this.description.interfaces) {
      if (statistics === (this.statistics[index] ?? null)) continue;
      this.statistics[index] = statistics;
      changed.push([index, statistics]);
    }
    return changed;
  }
}

/** Takes in what the teller of another thread's description told. */
export function learn(description: CaptureDescription, news: DescriptionNews): void {
  for (const section of news.sections) description.sections.push(section);
  for (const each of news.interfaces) description.interfaces.push(each);
  for (const [index, statistics] of news.statistics) {
    (description.interfaces[index] as CaptureInterface).statistics = statistics;
  }
  for (const resolution of news.nameResolutions) description.addNameResolution(resolution);
  for (const secrets of news.decryptionSecrets) description.addDecryptionSecrets(secrets, 0);
  for (const block of news.customBlocks) description.addCustomBlock(block);
  for (const note of news.connectionNotes) description.connectionNotes.push(note);
  for (const { offset, expected, found, severity } of news.warnings) {
    description.warn(offset, expected, found, severity);
  }
}

function newOnes<Item>(list: readonly Item[]): () => Item[] {
  let told = list.length;
  return () => {
    const items = list.slice(told);
    told = list.length;
    return items;
  };
}
