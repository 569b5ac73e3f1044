/** Stands for no row. */
export const noRow: i32 = -1;

/** Rows that can be followed at once. */
export const mostRows: i32 = 1024;

const words: usize = <usize>mostRows * 4;
const halves: usize = <usize>mostRows * 2;
const bytes: usize = <usize>mostRows;

/** The columns of the rows that are followed: one behind the other, as `FollowedRows` of the other side cuts them. */
export const rowsAt: usize = memory.data(mostRows * (10 * 4 + 6 * 2 + 2), 64);

const sourceAt = rowsAt;
const destinationAt = sourceAt + words;
const sequenceAt = destinationAt + words;
const acknowledgmentAt = sequenceAt + words;
const payloadLengthAt = acknowledgmentAt + words;
const streamAt = payloadLengthAt + words;
const previousAt = streamAt + words;
const judgedAt = previousAt + words;
const verdictsAt = judgedAt + words;
const suspectsAt = verdictsAt + words;
const sourcePortAt = suspectsAt + words;
const destinationPortAt = sourcePortAt + halves;
const tcpFlagsAt = destinationPortAt + halves;
const windowAt = tcpFlagsAt + halves;
const ipIdentificationAt = windowAt + halves;
const multipathAt = ipIdentificationAt + halves;
const rowFlagsAt = multipathAt + halves;
const statesAt = rowFlagsAt + bytes;

function word(column: usize, at: i32): i32 {
  return load<i32>(column + ((<usize>at) << 2));
}

function half(column: usize, at: i32): i32 {
  return <i32>load<u16>(column + ((<usize>at) << 1));
}

function setWord(column: usize, at: i32, value: i32): void {
  store<i32>(column + ((<usize>at) << 2), value);
}

export function source(at: i32): i32 {
  return word(sourceAt, at);
}

export function destination(at: i32): i32 {
  return word(destinationAt, at);
}

export function sequence(at: i32): i32 {
  return word(sequenceAt, at);
}

export function acknowledgment(at: i32): i32 {
  return word(acknowledgmentAt, at);
}

export function payloadLength(at: i32): i32 {
  return word(payloadLengthAt, at);
}

export function sourcePort(at: i32): i32 {
  return half(sourcePortAt, at);
}

export function destinationPort(at: i32): i32 {
  return half(destinationPortAt, at);
}

export function tcpFlags(at: i32): i32 {
  return half(tcpFlagsAt, at);
}

export function window(at: i32): i32 {
  return half(windowAt, at);
}

/** 0 where there is none. */
export function ipIdentification(at: i32): i32 {
  return half(ipIdentificationAt, at);
}

export function rowFlags(at: i32): i32 {
  return <i32>load<u8>(rowFlagsAt + <usize>at);
}

export function setRowFlags(at: i32, flags: i32): void {
  store<u8>(rowFlagsAt + <usize>at, <u8>flags);
}

/** Subtypes of its Multipath TCP options, as bits. */
export function multipath(at: i32): i32 {
  return half(multipathAt, at);
}

export function setStates(at: i32, states: i32): void {
  store<u8>(statesAt + <usize>at, <u8>states);
}

export function stream(at: i32): i32 {
  return word(streamAt, at);
}

export function setStream(at: i32, connection: i32): void {
  setWord(streamAt, at, connection);
}

/** The row before in the same connection; -1 where there is none. */
export function setPrevious(at: i32, row: i32): void {
  setWord(previousAt, at, row);
}

/** Few rows have verdicts: they stand one behind the other, each with its place. */
export function setVerdicts(index: i32, at: i32, verdicts: i32): void {
  setWord(judgedAt, index, at);
  setWord(verdictsAt, index, verdicts);
}

export function setSuspect(index: i32, connection: i32): void {
  setWord(suspectsAt, index, connection);
}
