import { Connection } from './connection-record';
import { ConnectionTable, noConnection, tcp, udp } from './connection-table';
import { AnalysisFlag, absent, EndBit, RowFlag, TcpFlag } from './constants';
import { fastOpenCookie, takesInNew, windowScale } from './host';
import * as rows from './rows';
import { segment } from './segment';
import { analyze } from './segment-analysis';
import { advanceStates } from './state-machine';
import { isNewSuspect } from './suspicion';

/** Rows whose connections are looked up before the first of them is followed. */
const lookedUpTogether: i32 = 64;

/** A connection has taken another's place since `lookUp`: what was found then may be the earlier one. */
let hasReplaced: bool = false;
let judged: i32 = 0;
let suspects: i32 = 0;

/** How many of the rows that were followed last have verdicts. */
export function judgedRows(): i32 {
  return judged;
}

/** How many connections have become suspect with them. */
export function newSuspects(): i32 {
  return suspects;
}

/**
 * Follows the connections of the rows that stand in the columns.
 * @param firstRow number of the first of them
 */
export function follow(count: i32, firstRow: i32): void {
  judged = 0;
  suspects = 0;
  for (let from = 0; from < count; from += lookedUpTogether) {
    const to = min(count, from + lookedUpTogether);
    lookUp(from, to);
    for (let at = from; at < to; at++) {
      const flags = rows.rowFlags(at);
      if (flags & RowFlag.tcp) addSegment(firstRow + at, at, flags);
      else if (flags & RowFlag.udp) addDatagram(firstRow + at, at, flags);
    }
  }
}

/**
 * Puts into the column what connections the rows seem to belong to. Finding one means waiting for memory, twice; of rows that
 * are looked up one right after the other the processor waits for several at once.
 */
function lookUp(from: i32, to: i32): void {
  hasReplaced = false;
  for (let at = from; at < to; at++) {
    const flags = rows.rowFlags(at);
    rows.setStates(at, 0);
    rows.setPrevious(at, rows.noRow);
    rows.setStream(at, flags & (RowFlag.tcp | RowFlag.udp) ? find(flags & RowFlag.tcp ? tcp : udp, at) : noConnection);
  }
}

function find(table: ConnectionTable, at: i32): i32 {
  return table.find(rows.source(at), rows.destination(at), rows.sourcePort(at), rows.destinationPort(at));
}

/** What `lookUp` has found, or what a row since then has opened. */
function connectionOf(table: ConnectionTable, at: i32): i32 {
  const seen = rows.stream(at);
  return seen != noConnection && !hasReplaced ? seen : find(table, at);
}

function addDatagram(row: i32, at: i32, flags: i32): void {
  const sourcePort = rows.sourcePort(at);
  let conversation = connectionOf(udp, at);
  if (conversation == noConnection) {
    conversation = open(udp, row, at, sourcePort < 1024 && rows.destinationPort(at) >= 1024);
  } else link(udp.record(conversation), row, at);
  rows.setStream(at, conversation);
  if (udp.record(conversation).isFromServer(rows.source(at), sourcePort)) {
    rows.setRowFlags(at, flags | RowFlag.fromServer);
  }
}

function addSegment(row: i32, at: i32, rowFlags: i32): void {
  const source = rows.source(at);
  const sourcePort = rows.sourcePort(at);
  readSegment(row, at);
  let number = connectionOf(tcp, at);
  const isReplaced = number != noConnection && reusesPorts(tcp.record(number), source, sourcePort);
  if (isReplaced) {
    hasReplaced = true;
    number = noConnection;
  }
  if (number == noConnection) {
    const fromServer = segment.isSyn ? segment.acknowledges : sourcePort < rows.destinationPort(at);
    number = open(tcp, row, at, fromServer);
  } else link(tcp.record(number), row, at);
  rows.setStream(at, number);

  const connection = tcp.record(number);
  const fromServer = connection.isFromServer(source, sourcePort);
  segment.fromServer = fromServer ? 1 : 0;
  if (fromServer) rows.setRowFlags(at, rowFlags | RowFlag.fromServer);
  segment.bringsNewOption = segment.multipath != 0 ? takesInNew(number, segment.multipath) : 0;
  const own = connection.end(fromServer);
  const other = connection.end(!fromServer);
  const verdicts = analyze(connection, own, other, false) | (isReplaced ? AnalysisFlag.reusedPorts : 0);
  if (verdicts != 0) rows.setVerdicts(judged++, at, verdicts);
  rows.setStates(at, advanceStates(connection, own, other));
  if (isNewSuspect(connection, own, verdicts, rows.ipIdentification(at))) rows.setSuspect(suspects++, number);
}

function readSegment(row: i32, at: i32): void {
  const flags = rows.tcpFlags(at);
  const length = rows.payloadLength(at);
  const sequence = rows.sequence(at);
  const isSyn = (flags & TcpFlag.syn) != 0;
  segment.row = row;
  segment.sequence = sequence;
  segment.acknowledgment = rows.acknowledgment(at);
  segment.flags = flags;
  segment.length = length;
  segment.end = sequence + length + (flags & (TcpFlag.syn | TcpFlag.fin) ? 1 : 0);
  segment.window = rows.window(at);
  segment.multipath = rows.multipath(at);
  segment.windowScale = isSyn ? windowScale(row) : absent;
  segment.fastOpenCookie = isSyn ? fastOpenCookie(row) : absent;
}

/** A SYN that begins elsewhere than the connection that had the ports last (user's guide, TCP Port numbers reused). */
function reusesPorts(connection: Connection, source: i32, sourcePort: i32): bool {
  if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) != TcpFlag.syn) return false;
  const own = connection.end(connection.isFromServer(source, sourcePort));
  return (own.bits & EndBit.hasInitial) != 0 && own.initialSequence != segment.sequence;
}

/** @param fromServer whether the sender of the first packet is the server, as far as that packet tells */
function open(table: ConnectionTable, row: i32, at: i32, fromServer: bool): i32 {
  return fromServer
    ? table.open(rows.destination(at), rows.source(at), rows.destinationPort(at), rows.sourcePort(at), row)
    : table.open(rows.source(at), rows.destination(at), rows.sourcePort(at), rows.destinationPort(at), row);
}

function link(connection: Connection, row: i32, at: i32): void {
  rows.setPrevious(at, connection.last);
  connection.last = row;
}
