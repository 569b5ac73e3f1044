import { applicationProtocols } from './application';
import { linkProtocols } from './link';
import { networkProtocols } from './network';
import { numbered } from './protocol';
import { type DecodeAs, Registry } from './registry';
import { transportProtocols } from './transport';

/** Every protocol that Wirestate knows. Among those recognized by content, the first that recognizes wins. */
export const protocols = numbered([
  ...linkProtocols,
  ...networkProtocols,
  ...transportProtocols,
  ...applicationProtocols,
]);

/** @param decodeAs the user's rules, which go before every table */
export const createRegistry = (decodeAs: readonly DecodeAs[] = []): Registry => new Registry(protocols, decodeAs);
