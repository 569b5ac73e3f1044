import { expect, test } from 'vitest';
import { callOf, nameFault } from './macro-names';

test('a macro is called with as many arguments as its text has numbers for', () => {
  expect(callOf({ name: 'web', text: 'tcp.port == 80' })).toBe('$web()');
  expect(callOf({ name: 'pair', text: 'ip.addr == $1 and ip.addr == $2 or $1' })).toBe('$pair(a, b)');
});

test('a name is of letters, digits and underscores, and one macro’s only', () => {
  expect(nameFault('tcp_conv2', ['web'])).toBeNull();
  expect(nameFault('web', ['web'])).toContain('Another');
  for (const name of ['', '2nd', 'tcp.port', 'a b', 'ä']) expect(nameFault(name, [])).toContain('Letters');
});
