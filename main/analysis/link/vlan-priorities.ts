import type { Enumeration } from '../fields/field';

/** Traffic types by priority code point (IEEE 802.1Q-2022 table I-2). 1 is below 0. */
export const priorities: Enumeration = {
  0: 'Best effort',
  1: 'Background',
  2: 'Excellent effort',
  3: 'Critical applications',
  4: 'Video',
  5: 'Voice',
  6: 'Internetwork control',
  7: 'Network control',
};
