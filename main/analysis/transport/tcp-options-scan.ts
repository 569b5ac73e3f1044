import type { PacketScan } from '../packet-scan';
import type { PacketSummary } from '../packet-summary';
import { fastOpenExperiment, multipathSubtypes, optionKind } from './tcp-option-kinds';

/**
 * The hot reading of options: fills the summary.
 * @param end where the options end; captured
 * @returns false where an option is not as it should be
 */
export function scanOptions(scan: PacketScan, start: number, end: number): boolean {
  const { view } = scan;
  let at = start;
  while (at < end) {
    const kind = view.getUint8(at);
    if (kind === optionKind.endOfOptionList) return true;
    if (kind === optionKind.noOperation) {
      at++;
      continue;
    }
    if (at + 1 >= end) return false;
    const length = view.getUint8(at + 1);
    if (length < 2 || at + length > end) return false;
    if (!scanOption(scan, kind, at, length)) return false;
    at += length;
  }
  return true;
}

function scanOption(scan: PacketScan, kind: number, at: number, length: number): boolean {
  const { view } = scan;
  switch (kind) {
    case optionKind.maximumSegmentSize:
      if (length !== 4) return false;
      scan.maximumSegmentSize = view.getUint16(at + 2);
      return true;
    case optionKind.windowScale:
      if (length !== 3) return false;
      scan.windowScale = view.getUint8(at + 2);
      return true;
    case optionKind.sackPermitted:
      scan.sackPermitted = true;
      return length === 2;
    case optionKind.sack:
      return scanSack(scan, at, length);
    case optionKind.timestamps:
      if (length !== 10) return false;
      scan.hasTimestamps = true;
      scan.timestampValue = view.getUint32(at + 2);
      scan.timestampEcho = view.getUint32(at + 6);
      return true;
    case optionKind.fastOpen:
      scan.fastOpenCookie = length - 2;
      return true;
    case optionKind.multipath:
      if (length >= 3) noteMultipath(scan, view.getUint8(at + 2));
      return true;
    case optionKind.experiment1:
    case optionKind.experiment2:
      if (length < 4) return false;
      if (view.getUint16(at + 2) === fastOpenExperiment) scan.fastOpenCookie = length - 4;
      return true;
    default:
      return true;
  }
}

/** @param octet the one that the subtype stands in */
export function noteMultipath(summary: PacketSummary, octet: number): void {
  const subtype = octet >>> 4;
  if (subtype < multipathSubtypes) summary.multipath |= 1 << subtype;
}

function scanSack(scan: PacketScan, at: number, length: number): boolean {
  const count = (length - 2) >> 3;
  if (count < 1 || length !== 2 + 8 * count) return false;
  scan.sackCount = Math.min(count, 4);
  for (let i = 0; i < 2 * scan.sackCount; i++) scan.sackEdges[i] = scan.view.getUint32(at + 2 + 4 * i);
  return true;
}
