import { Connection, End } from './connection-record';
import { AnalysisFlag, identificationShift, StateBit } from './constants';
import { segment } from './segment';

const odd: i32 =
  AnalysisFlag.retransmission |
  AnalysisFlag.fastRetransmission |
  AnalysisFlag.spuriousRetransmission |
  AnalysisFlag.outOfOrder;
/** Packets that a loss takes at once, at most. More is no gap but another way of numbering. */
const widestGap: i32 = 64;

/**
 * Whether the next segment makes its connection one in which anything may want a verdict of ours, and which is not in the list of
 * those: by one look at what Wireshark's rules say of it, an IP identification that comes twice, or one that skips where the data
 * does not.
 * @param verdicts `AnalysisFlag` bits of the segment
 * @param identification IPv4 identification; 0 where there is none
 */
export function isNewSuspect(connection: Connection, own: End, verdicts: i32, identification: i32): bool {
  let isSuspect = (verdicts & odd) != 0 || ((verdicts & AnalysisFlag.keepAlive) != 0 && segment.length > 0);
  if (identification != 0) isSuspect = skips(own, identification) || isSuspect;
  const client = connection.end(false);
  const word = client.state | (isSuspect ? StateBit.suspect : 0);
  if ((word & (StateBit.suspect | StateBit.listed)) != StateBit.suspect) return false;
  client.state = word | StateBit.listed;
  return true;
}

/** Only an end that has counted by one, as often as two bits can tell, is believed to have skipped. */
function skips(own: End, identification: i32): bool {
  const word = own.state;
  const last = word >>> identificationShift;
  const kept = (word & 0xffff) | (identification << identificationShift);
  const step = ((identification - last) << 16) >> 16;
  const ones = word & StateBit.countsByOne;
  if (last == 0 || (step == 1 && ones == StateBit.countsByOne)) {
    own.state = kept;
    return false;
  }
  if (step == 1) {
    own.state = kept + StateBit.countedOnce;
    return false;
  }
  if (ones == StateBit.countsByOne && step >= -widestGap && step <= widestGap) {
    own.state = kept;
    return step <= 0 || segment.length > 0;
  }
  own.state = kept & ~StateBit.countsByOne;
  return false;
}
