// The pcapng blocks that are not packets: draft-ietf-opsawg-pcapng §4.1, §4.2, §4.5 to §4.8.
import { type CaptureDescription, MOST_INTERFACES, MOST_SECTIONS } from './capture-description';
import { type CaptureInterface, plainInterface } from './capture-interface';
import { readInterfaceDescription, readInterfaceStatistics } from './pcapng-interface';
import { OPTION_COMMENT, OptionList } from './pcapng-options';
import { TickClock } from './timestamp-resolution';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;
const DECRYPTION_SECRETS = 10;

/** A block's body within the window: `body` up to `end` are indices into `bytes`, `origin` the file offset of index 0. */
export interface BlockBody {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly origin: number;
  readonly body: number;
  readonly end: number;
  readonly littleEndian: boolean;
}

/** What packets need of the present section's blocks, but for what the description tells of the interfaces. */
export interface SectionState {
  readonly littleEndian: boolean;
  /** By the number that the section knows an interface under: its place in the capture's table. */
  readonly indices: readonly number[];
  /** Link types made up for blocks, with the places of their interfaces. */
  readonly blockIndices: ReadonlyMap<number, number>;
}

export interface BlockFault {
  readonly at: number;
  readonly expected: string;
  readonly found: string;
}

export function isMetadataBlock(type: number): boolean {
  switch (type) {
    case SECTION_HEADER:
    case INTERFACE_DESCRIPTION:
    case NAME_RESOLUTION:
    case INTERFACE_STATISTICS:
    case DECRYPTION_SECRETS:
      return true;
    default:
      return false;
  }
}

/** Keeps what packets need of the blocks before them: the interfaces of the present section and their clocks. */
export class PcapngMetadata {
  /** One for each interface of the capture, by global index. */
  readonly clocks: TickClock[] = [];
  private readonly description: CaptureDescription;
  /** By the number that the present section knows an interface under: its place in the capture's table. */
  private indices: number[] = [];
  /** By made-up link type: the interface that stands in for such blocks of the present section. */
  private readonly blockIndices = new Map<number, number>();

  constructor(description: CaptureDescription) {
    this.description = description;
  }

  get interfacesInSection(): number {
    return this.indices.length;
  }

  /** Place in the capture's table of the interface that the present section calls `id`; -1 when there is none. */
  globalIndex(id: number): number {
    return id < this.indices.length ? this.indices[id]! : -1;
  }

  /** Place in the capture's table of the interface that stands in for blocks of this kind in the present section. */
  blockInterface(linkType: number): number {
    const known = this.blockIndices.get(linkType);
    if (known !== undefined) return known;
    const index = this.clocks.length;
    this.add(plainInterface(index, this.section, linkType));
    this.blockIndices.set(linkType, index);
    return index;
  }

  state(littleEndian: boolean): SectionState {
    return { littleEndian, indices: this.indices.slice(), blockIndices: new Map(this.blockIndices) };
  }

  resume({ indices, blockIndices }: SectionState): void {
    this.indices = [...indices];
    this.blockIndices.clear();
    for (const [linkType, index] of blockIndices) this.blockIndices.set(linkType, index);
    for (const described of this.description.interfaces.slice(this.clocks.length)) this.addClock(described);
  }

  /** Takes in one block; a fault means that nothing after it can be trusted. */
  read(type: number, block: BlockBody): BlockFault | null {
    switch (type) {
      case SECTION_HEADER:
        return this.readSection(block);
      case INTERFACE_DESCRIPTION:
        return this.readInterface(block);
      case INTERFACE_STATISTICS:
        return this.readStatistics(block);
      case NAME_RESOLUTION:
        return this.readNames(block);
      default:
        return this.readSecrets(block);
    }
  }

  private readSection(block: BlockBody): BlockFault | null {
    const { view, body, end, littleEndian } = block;
    if (end - body < 16) return tooShort(block, 'a section header', 16);
    const major = view.getUint16(body + 4, littleEndian);
    const minor = view.getUint16(body + 6, littleEndian);
    // 1.2 was written by some programs and is read as 1.0 (§4.1).
    if (major !== 1 || (minor !== 0 && minor !== 2)) {
      return { at: body + 4, expected: 'pcapng version 1.0 or 1.2', found: `version ${major}.${minor}` };
    }
    const { sections } = this.description;
    if (sections.length >= MOST_SECTIONS)
      return { at: body, expected: `at most ${MOST_SECTIONS} sections`, found: 'more' };
    const texts: (string | null)[] = [null, null, null, null, null];
    const comments: string[] = [];
    const options = new OptionList(view, body + 16, end, littleEndian);
    while (options.next()) {
      if (options.code === OPTION_COMMENT) comments.push(options.text());
      else if (options.code <= 4) texts[options.code] = options.text();
    }
    this.noteOptionFault(block, options);
    const [, , hardware = null, operatingSystem = null, application = null] = texts;
    const offset = block.origin + body - 8;
    sections.push({ index: sections.length, offset, littleEndian, hardware, operatingSystem, application, comments });
    this.indices = [];
    this.blockIndices.clear();
    return null;
  }

  private readInterface(block: BlockBody): BlockFault | null {
    if (block.end - block.body < 8) return tooShort(block, 'an interface description', 8);
    const index = this.clocks.length;
    if (index >= MOST_INTERFACES) {
      return { at: block.body, expected: `at most ${MOST_INTERFACES} interfaces`, found: 'more' };
    }
    const options = new OptionList(block.view, block.body + 8, block.end, block.littleEndian);
    const described = readInterfaceDescription(block, options, index, this.section);
    this.noteOptionFault(block, options);
    this.indices.push(index);
    this.add(described);
    return null;
  }

  private readStatistics(block: BlockBody): BlockFault | null {
    if (block.end - block.body < 12) return tooShort(block, 'interface statistics', 12);
    const index = this.globalIndex(block.view.getUint32(block.body, block.littleEndian));
    if (index < 0) {
      const expected = `one of the ${this.interfacesInSection} interfaces of the section`;
      this.description.warn(block.origin + block.body, expected, 'statistics of another', 'odd');
      return null;
    }
    const options = new OptionList(block.view, block.body + 12, block.end, block.littleEndian);
    const read = readInterfaceStatistics(block, options, this.clocks[index]!);
    const comments = this.description.addConnectionNotes(read.comments, read.time);
    this.description.interfaces[index]!.statistics = { ...read, comments };
    this.noteOptionFault(block, options);
    return null;
  }

  /** §4.5: records of an address and the names it goes by, each name ended by NUL. */
  private readNames(block: BlockBody): BlockFault | null {
    const { view, end, littleEndian } = block;
    const lengths = [0, 4, 16, 6, 8];
    const kinds = ['', 'ipv4', 'ipv6', 'eui48', 'eui64'] as const;
    const records = new OptionList(view, block.body, end, littleEndian);
    while (records.next()) {
      const length = lengths[records.code];
      const kind = kinds[records.code];
      if (!length || !kind || records.length < length) continue;
      const bytes = records.bytes();
      const names = new TextDecoder('utf-8').decode(bytes.subarray(length)).split('\0');
      const address = bytes.slice(0, length);
      const present = names.filter((name) => name !== '');
      this.description.addNameResolution({ section: this.section, address, kind, names: present });
    }
    this.noteOptionFault(block, records);
    return null;
  }

  private readSecrets(block: BlockBody): BlockFault | null {
    const { view, body, end, littleEndian } = block;
    if (end - body < 8) return tooShort(block, 'decryption secrets', 8);
    const type = view.getUint32(body, littleEndian);
    const length = view.getUint32(body + 4, littleEndian);
    const room = end - body - 8;
    if (length > room) {
      return { at: body + 4, expected: `at most the ${room} bytes of secrets in the block`, found: `${length}` };
    }
    const comments: string[] = [];
    const options = new OptionList(view, body + 8 + ((length + 3) & ~3), end, littleEndian);
    while (options.next()) if (options.code === OPTION_COMMENT) comments.push(options.text());
    const bytes = block.bytes.slice(body + 8, body + 8 + length);
    this.description.addDecryptionSecrets({ section: this.section, type, bytes, comments }, block.origin + body);
    return null;
  }

  private add(described: CaptureInterface): void {
    this.description.interfaces.push(described);
    this.addClock(described);
  }

  private addClock({ timestampResolution, offsetSeconds }: CaptureInterface): void {
    this.clocks.push(new TickClock(timestampResolution, offsetSeconds));
  }

  get section(): number {
    return this.description.sections.length - 1;
  }

  private noteOptionFault(block: BlockBody, options: OptionList): void {
    const fault = options.fault;
    if (fault) this.description.warn(block.origin + fault.at, fault.expected, fault.found, 'odd');
  }
}

function tooShort(block: BlockBody, what: string, least: number): BlockFault {
  return { at: block.body, expected: `${what} of at least ${least} bytes`, found: `${block.end - block.body}` };
}
