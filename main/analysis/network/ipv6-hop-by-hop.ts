import { ipv6OptionsHeader } from './ipv6-options-header';

// RFC 8200 §4.3: options for every router on the way.

export const hopByHopOptions = ipv6OptionsHeader('ipv6.hopopts', 'IPv6 Hop-by-Hop Options', 'Hop-by-hop options', 0);
