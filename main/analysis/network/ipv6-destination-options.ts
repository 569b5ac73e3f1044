import { ipv6OptionsHeader } from './ipv6-options-header';

// RFC 8200 §4.6: options for the destination.

export const destinationOptions = ipv6OptionsHeader(
  'ipv6.dstopts',
  'IPv6 Destination Options',
  'Destination options',
  60,
);
