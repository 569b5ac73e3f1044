// What is looked at from outside in tests only.
import { allocate } from '../memory';
import { RangeSet } from '../verdict/range-set';
import { SpanIndex } from '../verdict/span-index';

const ranges = changetype<RangeSet>(allocate(offsetof<RangeSet>()));
const spans = changetype<SpanIndex>(allocate(offsetof<SpanIndex>()));
ranges.begin();
spans.begin();
spans.clear();

export function addRange(left: f64, right: f64): bool {
  return ranges.add(left, right);
}

export function coversRange(left: f64, right: f64): bool {
  return ranges.covers(left, right);
}

export function dropRangesBelow(position: f64): void {
  ranges.dropBelow(position);
}

export function highestRange(): f64 {
  return ranges.highest;
}

export function appendSpan(left: f64, right: f64, row: i32): void {
  spans.append(left, right, row);
}

export function insertSpan(left: f64, right: f64, row: i32, reference: i32): void {
  spans.insert(left, right, row, reference);
}

export function mergeSpans(left: f64, right: f64): void {
  spans.merge(left, right);
}

export function seekSpan(position: f64): bool {
  return spans.seek(position);
}

export function nextSpan(): bool {
  return spans.next();
}

export function spanLeft(): f64 {
  return spans.left;
}

export function spanRight(): f64 {
  return spans.right;
}

export function spanFirst(): i32 {
  return spans.first;
}

export function spanFloor(): f64 {
  return spans.floor;
}
