import type { FilterMacro } from '../../preload/contract/filters';

/** Macros that are always there, with what they take; an own one of that name comes before it. */
export const STANDARD_MACROS: readonly { readonly call: string; readonly help: string }[] = [
  { call: '$private_ipv4(ip.src)', help: 'a private address, RFC 1918' },
  { call: '$private_ipv6(ipv6.src)', help: 'a unique local address, RFC 4193' },
  { call: '$private_ethernet(eth.src)', help: 'a locally administered address' },
];

/** How many arguments a macro takes: the greatest number behind a dollar sign. */
export const argumentCount = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/\$([1-9])/g), ([, digit]) => Number(digit)));

/** `$name(a, b)`, as it stands in a filter. */
export function callOf({ name, text }: FilterMacro): string {
  const args = Array.from({ length: argumentCount(text) }, (_, index) => String.fromCharCode(97 + index));
  return `$${name}(${args.join(', ')})`;
}

/** Why a name cannot be a macro's; null where it can. */
export function nameFault(name: string, others: readonly string[]): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) return 'Letters, digits and _ only, and no digit first';
  return others.includes(name) ? 'Another macro has this name' : null;
}
