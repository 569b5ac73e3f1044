import type { Dissection } from '../dissection';
import type { Field } from '../fields/field';
import type { PacketSummary } from '../packet-summary';
import { isAtOrBefore } from '../tcp/sequence-number';
import { readMultipath } from './tcp-multipath';
import { optionFields as f } from './tcp-option-fields';
import { fastOpenExperiment, optionKind, optionKindNames } from './tcp-option-kinds';

// RFC 9293 §3.1: a kind, a length that counts kind and length too, and the data; EOL and NOP are a kind alone.
// Each option's own document stands at its reader.

interface OptionReader {
  readonly field: Field;
  /** The one length that it may have; 0 where several are right. */
  readonly exactly: number;
  readonly atLeast: number;
  /** Adds what follows kind and length. `base` is taken from acknowledgment numbers to make them relative. */
  readonly read: (dissection: Dissection, start: number, length: number, base: number) => void;
}

const nothing = (): void => {};
const exactly = (field: Field, length: number, read: OptionReader['read'] = nothing): OptionReader => ({
  field,
  exactly: length,
  atLeast: length,
  read,
});
const atLeast = (field: Field, length: number, read: OptionReader['read']): OptionReader => ({
  field,
  exactly: 0,
  atLeast: length,
  read,
});
const value = (field: Field, which: Field): OptionReader =>
  exactly(field, 6, (dissection, start) => {
    dissection.number(which, start + 2, 4);
  });

const readers: Readonly<Record<number, OptionReader>> = {
  [optionKind.maximumSegmentSize]: exactly(f.maximumSegmentSize, 4, readMaximumSegmentSize),
  [optionKind.windowScale]: exactly(f.windowScale, 3, readWindowScale),
  [optionKind.sackPermitted]: exactly(f.sackPermitted, 2, (dissection) => {
    if (!dissection.quoted) dissection.summary.sackPermitted = true;
  }),
  [optionKind.sack]: atLeast(f.sack, 10, readSack),
  [optionKind.echo]: value(f.echo, f.echoValue),
  [optionKind.echoReply]: value(f.echo, f.echoValue),
  [optionKind.timestamps]: exactly(f.timestamp, 10, readTimestamps),
  [optionKind.connectionCount]: value(f.connectionCount, f.connectionCountValue),
  [optionKind.connectionCountNew]: value(f.connectionCount, f.connectionCountValue),
  [optionKind.connectionCountEcho]: value(f.connectionCount, f.connectionCountValue),
  // RFC 2385 §3.0
  [optionKind.md5Signature]: exactly(f.md5, 18, (dissection, start) => {
    dissection.octets(f.md5Digest, start + 2, 16);
  }),
  // CCSDS 714.0-B-2 §3.2
  [optionKind.scpsCapabilities]: atLeast(f.scps, 4, (dissection, start) => {
    dissection.number(f.scpsVector, start + 2, 1);
    dissection.number(f.scpsConnection, start + 3, 1);
  }),
  [optionKind.selectiveNegativeAcknowledgment]: atLeast(f.snack, 6, (dissection, start) => {
    dissection.number(f.snackOffset, start + 2, 2);
    dissection.number(f.snackSize, start + 4, 2);
  }),
  // RFC 4782 §4.3
  [optionKind.quickStart]: exactly(f.quickStart, 8, (dissection, start) => {
    dissection.bits(f.quickStartRate, start + 2, 1, dissection.peek(start + 2, 1));
    dissection.number(f.quickStartTtl, start + 3, 1);
  }),
  // RFC 5482 §2
  [optionKind.userTimeout]: exactly(f.userTimeout, 4, (dissection, start) => {
    const whole = dissection.peek(start + 2, 2);
    dissection.bits(f.userTimeoutMinutes, start + 2, 2, whole);
    dissection.bits(f.userTimeoutValue, start + 2, 2, whole);
  }),
  // RFC 5925 §2.2
  [optionKind.authentication]: atLeast(f.authentication, 4, (dissection, start, length) => {
    dissection.number(f.authenticationKey, start + 2, 1);
    dissection.number(f.authenticationNextKey, start + 3, 1);
    if (length > 4) dissection.octets(f.authenticationCode, start + 4, length - 4);
  }),
  [optionKind.multipath]: { field: f.multipath, exactly: 0, atLeast: 3, read: readMultipath },
  [optionKind.fastOpen]: atLeast(f.fastOpen, 2, (dissection, start, length) =>
    readFastOpen(dissection, start, start + 2, length - 2),
  ),
  [optionKind.accurateEcn0]: atLeast(f.accurateEcn, 2, (dissection, start, length) =>
    readAccurateEcn(dissection, start, length, [f.accurateEcnEct0, f.accurateEcnCe, f.accurateEcnEct1]),
  ),
  [optionKind.accurateEcn1]: atLeast(f.accurateEcn, 2, (dissection, start, length) =>
    readAccurateEcn(dissection, start, length, [f.accurateEcnEct1, f.accurateEcnCe, f.accurateEcnEct0]),
  ),
  [optionKind.experiment1]: atLeast(f.experimental, 4, readExperiment),
  [optionKind.experiment2]: atLeast(f.experimental, 4, readExperiment),
};

const unknownReader = atLeast(f.unknown, 2, (dissection, start, length) => {
  if (length > 2) dissection.octets(f.unknownPayload, start + 2, length - 2);
});

/**
 * Adds each option in turn, and what the summary keeps of them. An option that cannot be ends the reading with a fault, but
 * the layer goes on: the data behind the header does not depend on it.
 * @returns the names of the options read
 */
export function dissectOptions(dissection: Dissection, start: number, end: number, base: number): string[] {
  const names: string[] = [];
  let at = start;
  while (at < end && !dissection.failed) {
    const kind = dissection.peek(at, 1);
    if (dissection.failed) break;
    const name = optionKindNames[kind] ?? `kind ${kind}`;
    if (kind === optionKind.endOfOptionList || kind === optionKind.noOperation) {
      addPadding(dissection, at, kind);
      names.push(name);
      at++;
      if (kind === optionKind.endOfOptionList && !allZero(dissection, at, end)) break;
      continue;
    }
    const length = at + 1 < end ? dissection.peek(at + 1, 1) : 0;
    if (dissection.failed) break;
    if (length < 2 || at + length > end) {
      faultOfOptions(
        dissection,
        at,
        at + 1 >= end
          ? `option ${name} has no length`
          : length < 2
            ? `option ${name} has length ${length}, less than its own kind and length`
            : `option ${name} has length ${length} where ${end - at} bytes of options are left`,
      );
      break;
    }
    addOption(dissection, at, kind, length, name, base);
    names.push(name);
    at += length;
  }
  return names;
}

function addPadding(dissection: Dissection, at: number, kind: number): void {
  const which = kind === optionKind.noOperation ? f.noOperation : f.endOfOptionList;
  const node = dissection.group(which, at, 1, dissection.bytes.subarray(at, at + 1));
  node.text = () => which.label;
  dissection.number(f.optionKind, at, 1);
  dissection.end();
}

function addOption(dissection: Dissection, at: number, kind: number, length: number, name: string, base: number): void {
  const reader = readers[kind] ?? unknownReader;
  const captured = Math.min(length, dissection.limit - at);
  const held = reader.field.type === 'protocol' ? null : dissection.bytes.subarray(at, at + captured);
  const node = dissection.group(reader.field, at, length, held);
  node.text = () => name;
  dissection.number(f.optionKind, at, 1);
  dissection.number(f.optionLength, at + 1, 1);
  if (length < reader.atLeast || (reader.exactly > 0 && length !== reader.exactly)) {
    faultOfOptions(dissection, at, `option ${name} has length ${length}, should have ${reader.atLeast}`);
  } else {
    reader.read(dissection, at, length, base);
  }
  dissection.end();
}

/** Records the fault without giving up the layer. */
function faultOfOptions(dissection: Dissection, offset: number, reason: string): void {
  if (dissection.failed) return;
  dissection.malformed(offset, reason);
  dissection.failed = false;
}

function allZero(dissection: Dissection, start: number, end: number): boolean {
  const captured = Math.min(end, dissection.limit);
  for (let at = start; at < captured; at++) if (dissection.bytes[at] !== 0) return false;
  return true;
}

/** RFC 9293 §3.7.1 */
function readMaximumSegmentSize(dissection: Dissection, start: number): void {
  const size = dissection.number(f.maximumSegmentSizeValue, start + 2, 2);
  if (!dissection.quoted && !dissection.failed) dissection.summary.maximumSegmentSize = size;
}

/** RFC 7323 §2.2; a shift above 14 counts as 14 (§2.3). */
function readWindowScale(dissection: Dissection, start: number): void {
  const shift = dissection.number(f.windowScaleShift, start + 2, 1);
  dissection.add(f.windowScaleMultiplier, start + 2, 1, 2 ** Math.min(shift, 14));
  if (!dissection.quoted && !dissection.failed) dissection.summary.windowScale = shift;
}

/** RFC 7323 §3.2 */
function readTimestamps(dissection: Dissection, start: number): void {
  const ownClock = dissection.number(f.timestampValue, start + 2, 4);
  const echo = dissection.number(f.timestampEcho, start + 6, 4);
  const { summary } = dissection;
  if (dissection.quoted || dissection.failed) return;
  summary.hasTimestamps = true;
  summary.timestampValue = ownClock;
  summary.timestampEcho = echo;
}

/** RFC 2018 §3; the first block may tell of a duplicate (RFC 2883 §4). */
function readSack(dissection: Dissection, start: number, length: number, base: number): void {
  const { summary, quoted } = dissection;
  const count = (length - 2) >> 3;
  for (let i = 0; i < count && dissection.has(start + 2 + 8 * i, 8); i++) {
    const at = start + 2 + 8 * i;
    const left = dissection.peek(at, 4);
    const right = dissection.peek(at + 4, 4);
    dissection.add(f.sackLeftEdge, at, 4, (left - base) >>> 0);
    dissection.add(f.sackRightEdge, at + 4, 4, (right - base) >>> 0);
    if (quoted || i >= 4) continue;
    summary.sackEdges[2 * i] = left;
    summary.sackEdges[2 * i + 1] = right;
    summary.sackCount = i + 1;
  }
  if (!quoted && tellsOfDuplicate(summary)) addDuplicate(dissection, start + 2, base);
  dissection.add(f.sackCount, start, 0, count);
  if ((length - 2) % 8 !== 0)
    faultOfOptions(dissection, start, `option SACK has length ${length}, not 2 and blocks of 8`);
}

/** RFC 2883 §4: the first block lies at or below what is acknowledged, or within the second. */
function tellsOfDuplicate({ sackCount, sackEdges, acknowledgment }: PacketSummary): boolean {
  const [left, right, nextLeft, nextRight] = sackEdges as unknown as [number, number, number, number];
  if (sackCount === 0) return false;
  if (isAtOrBefore(right, acknowledgment)) return true;
  return sackCount > 1 && isAtOrBefore(nextLeft, left) && isAtOrBefore(right, nextRight);
}

function addDuplicate(dissection: Dissection, at: number, base: number): void {
  const [left, right] = dissection.summary.sackEdges as unknown as [number, number];
  dissection.add(f.duplicateLeftEdge, at, 4, (left - base) >>> 0);
  dissection.add(f.duplicateRightEdge, at + 4, 4, (right - base) >>> 0);
}

/** RFC 7413 §2 */
function readFastOpen(dissection: Dissection, start: number, cookie: number, length: number): void {
  if (length === 0) dissection.add(f.fastOpenRequest, start, 2, null);
  else dissection.octets(f.fastOpenCookie, cookie, length);
  if (!dissection.quoted && !dissection.failed) dissection.summary.fastOpenCookie = length;
}

/** RFC 9768 §3.2.3: counters from the end may be left out. */
function readAccurateEcn(dissection: Dissection, start: number, length: number, counters: readonly Field[]): void {
  for (let i = 0; i < counters.length && 5 + 3 * i <= length; i++) {
    dissection.number(counters[i] as Field, start + 2 + 3 * i, 3);
  }
}

/** RFC 6994 §3; Fast Open was tried as one (RFC 7413 Appendix). */
function readExperiment(dissection: Dissection, start: number, length: number): void {
  const experiment = dissection.number(f.experimentId, start + 2, 2);
  if (experiment === fastOpenExperiment) readFastOpen(dissection, start, start + 4, length - 4);
  else if (length > 4) dissection.octets(f.experimentData, start + 4, length - 4);
}
