import type { Enumeration } from '../fields/field';

/** Option kinds, as IANA's "TCP Option Kind Numbers" has them. */
export const optionKind = {
  endOfOptionList: 0,
  noOperation: 1,
  maximumSegmentSize: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  echo: 6,
  echoReply: 7,
  timestamps: 8,
  connectionCount: 11,
  connectionCountNew: 12,
  connectionCountEcho: 13,
  md5Signature: 19,
  scpsCapabilities: 20,
  selectiveNegativeAcknowledgment: 21,
  quickStart: 27,
  userTimeout: 28,
  authentication: 29,
  multipath: 30,
  fastOpen: 34,
  accurateEcn0: 172,
  accurateEcn1: 174,
  experiment1: 253,
  experiment2: 254,
} as const;

export const optionKindNames: Enumeration = {
  0: 'EOL',
  1: 'NOP',
  2: 'MSS',
  3: 'Window scale',
  4: 'SACK permitted',
  5: 'SACK',
  6: 'Echo',
  7: 'Echo reply',
  8: 'Timestamps',
  9: 'Partial order permitted',
  10: 'Partial order profile',
  11: 'CC',
  12: 'CC.NEW',
  13: 'CC.ECHO',
  14: 'Alternate checksum request',
  15: 'Alternate checksum data',
  16: 'Skeeter',
  17: 'Bubba',
  18: 'Trailer checksum',
  19: 'MD5 signature',
  20: 'SCPS capabilities',
  21: 'SNACK',
  22: 'SCPS record boundaries',
  23: 'SCPS corruption experienced',
  24: 'SNAP',
  26: 'Compression filter',
  27: 'Quick-Start',
  28: 'User timeout',
  29: 'TCP-AO',
  30: 'MPTCP',
  34: 'Fast Open',
  69: 'Encryption negotiation',
  76: 'Riverbed probe',
  78: 'Riverbed transparency',
  172: 'Accurate ECN (order 0)',
  174: 'Accurate ECN (order 1)',
  253: 'Experiment',
  254: 'Experiment',
};

/** RFC 8684 §8.3 has subtypes 0 to 8. */
export const multipathSubtypes = 9;

export const fastOpenExperiment = 0xf989;

/** IANA's "TCP Experimental Option Experiment Identifiers". */
export const experimentNames: Enumeration = {
  840: 'TCP-ENO (early)',
  17742: 'TCP-ENO',
  44224: 'Accurate ECN, order 0',
  44225: 'Accurate ECN, order 1',
  44238: 'Accurate ECN',
  58068: 'Shared memory communications',
  63881: 'Fast Open',
};
