import { field } from '../fields/field';

/** The first four bits of either header: `ip.version == 6` finds IPv6 too. */
export const version = field('ip.version', 'uint8', 'Version', 'Version of the Internet Protocol, 4 or 6', {
  mask: 0xf0,
});
