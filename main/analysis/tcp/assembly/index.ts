// What the other side may call: see `SegmentFollower`.
import { Connection } from './connection-record';
import { beginTables, ConnectionTable, tcp, udp } from './connection-table';
import { details } from './details';
import { follow, judgedRows, newSuspects } from './follow';
import { usedBytes } from './memory';
import { rowsAt } from './rows';
import { segment } from './segment';
import { analyze } from './segment-analysis';
import { beginJudging, judge } from './verdict/judge';
import { freePassage, newPassage, stagedAt } from './verdict/passage';

export {
  beginJudging,
  beginTables as begin,
  follow,
  freePassage,
  judge,
  judgedRows,
  newPassage,
  newSuspects,
  usedBytes,
};

const aloneAt = memory.data(128, 16);

function table(isTcp: bool): ConnectionTable {
  return isTcp ? tcp : udp;
}

export function find(isTcp: bool, one: i32, other: i32, onePort: i32, otherPort: i32): i32 {
  return table(isTcp).find(one, other, onePort, otherPort);
}

export function open(isTcp: bool, client: i32, server: i32, clientPort: i32, serverPort: i32, row: i32): i32 {
  return table(isTcp).open(client, server, clientPort, serverPort, row);
}

export function count(isTcp: bool): i32 {
  return table(isTcp).count;
}

/** Where the addresses of the chunks of records are. */
export function directoryAt(isTcp: bool): usize {
  return table(isTcp).directory;
}

export function rowsPlace(): usize {
  return rowsAt;
}

export function segmentPlace(): usize {
  return changetype<usize>(segment);
}

export function detailsPlace(): usize {
  return changetype<usize>(details);
}

/** Of the record of a connection that stands alone. */
export function alonePlace(): usize {
  return aloneAt;
}

/** Takes the segment that stands in its place through the connection that stands alone, with details. */
export function analyzeAlone(): i32 {
  const connection = changetype<Connection>(aloneAt);
  const fromServer = segment.fromServer != 0;
  return analyze(connection, connection.end(fromServer), connection.end(!fromServer), true);
}

/** Of the segments that are to be judged. */
export function stagedPlace(): usize {
  return stagedAt;
}
