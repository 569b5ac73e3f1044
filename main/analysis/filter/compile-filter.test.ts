// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of the filter language look like them

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dissectBytes } from '../testing/dissect-bytes';
import { compileFilter, type FilterOptions } from './compile-filter';
import { FilterError } from './filter-error';
import { ValueGatherer } from './running/gather-values';

/** Ethernet, IPv4 192.168.1.128 → 10.0.0.5, TCP 46882 → 80, PSH and ACK, `GET /a HTTP/1.1` with a host. */
const request = frameOf('GET /a HTTP/1.1\r\nHost: Example.org\r\n\r\n');

function frameOf(payload: string): Uint8Array {
  const data = new TextEncoder().encode(payload);
  const head = `0200000000020200000000010800${'4500000000014000400600 00c0a801800a000005'.replace(' ', '')}`;
  const segment = 'b7220050000003e8000007d05018ffff00000000';
  const bytes = Uint8Array.from((head + segment).match(/../g) as string[], (octet) => Number.parseInt(octet, 16));
  const frame = new Uint8Array(bytes.length + data.length);
  frame.set(bytes);
  frame.set(data, bytes.length);
  new DataView(frame.buffer).setUint16(16, frame.length - 14);
  return frame;
}

const { registry } = dissectBytes(request).context;

function matches(text: string, options: FilterOptions = {}): boolean {
  const filter = compileFilter(text, registry, options);
  return filter.matches(new ValueGatherer(filter.uses).gather(dissectBytes(request)));
}

function faultOf(text: string): FilterError {
  try {
    compileFilter(text, registry);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`${text} is accepted`);
}

/** The words at which the fault is. */
const faultyPart = (text: string): string => text.slice(faultOf(text).start, faultOf(text).end);

describe('what matches', () => {
  test.each([
    'tcp',
    'not udp and ip.addr == 192.168.0.0/16',
    'ip.src == 192.168.1.128 && tcp.dstport == 0x50 || udp',
    'tcp.port in {22, 79..81}',
    'any ip.addr != 10.0.0.5',
    'tcp.srcport > tcp.dstport',
    'tcp.srcport - tcp.dstport == 46802',
    'eth.src[0:3] == 02:00:00 and eth.dst[-1:] == 02',
    'tcp.flags & 0x18 == 0x18',
    'tcp.flags.push == True',
    'http.request.method == "\\x47ET"',
    'http.host matches "^EXAMPLE\\\\.org$"',
    'http.host matches r"(?-i)^Example\\.org$"',
    'lower(http.host) == "example.org"',
    'len(http.host) == 11 and count(ip.addr) == 2',
    'string(ip.dst) contains "10.0"',
    'max(tcp.srcport, tcp.dstport) == 46882',
    'abs(tcp.dstport - tcp.srcport) > 40000',
    'ip.proto == "TCP"',
    '@ip.dst == 0a:00:00:05',
    'ip.src#1 == 192.168.1.128 and not ip#2',
    'tcp xor udp',
    'frame contains 47:45:54 and frame contains "Host"',
    'ip.src[0:2] > ff and eth.src[9] < 00 and eth.src[9] == eth.src[8]',
    'tcp.flags > tcp.flags.ack',
    `tcp.port == 'P'`,
  ])('%s', (text) => {
    expect(matches(text)).toBe(true);
  });
});

describe('what does not', () => {
  test.each([
    'udp',
    'ip.addr != 10.0.0.5',
    'all tcp.port > 80',
    'http.host matches "(?-i)EXAMPLE"',
    'udp.port != 80',
    'frame contains "get"',
    'eth.src[6:2]',
    'tcp.port not in {80}',
    'ip.src#2',
    'tcp.len / 0 == 1',
  ])('%s', (text) => {
    expect(matches(text)).toBe(false);
  });
});

test('a reference stands for the values of the selected packet, and for none without one', () => {
  const references: FilterOptions['references'] = (field) => (field.name === 'tcp.port' ? [80, 1234] : []);
  expect(matches('tcp.port == ${tcp.port}', { references })).toBe(true);
  expect(matches('tcp.port == ${tcp.port}')).toBe(false);
});

test('macros are written out, with arguments and in one another', () => {
  const macros = { web: 'tcp.port == $1', both: '${web:$1} or ${web:$2}' };
  expect(matches('${both:443;80}', { macros })).toBe(true);
  expect(matches('${web:443}', { macros })).toBe(false);
  expect(matches('${private_ipv4:ip.src}')).toBe(true);
});

test.each([
  '${both:443;80}',
  '${both;443;80}',
  '$both(443, 80)',
  '!(${web:443}) and $both(443,80)',
  '$either(tcp.port in {1, 2}, $web(80)) and ${always}',
  '$always()',
])('macros are called as Wireshark 4 calls them: %s', (text) => {
  const macros = {
    web: 'tcp.port == $1',
    both: '($web($1) or ${web:$2})',
    either: '(frame contains "$web(80)" or $1 or $2)',
    always: 'frame.number > 0',
  };
  expect(matches(text, { macros })).toBe(true);
});

test('a macro without end is refused', () => {
  expect(() => compileFilter('${a}', registry, { macros: { a: '${a}' } })).toThrow('nested');
});

describe('faults name the place', () => {
  test.each([
    ['tcp.prt == 80', 'tcp.prt'],
    ['tcp.port == "80"', '"80"'],
    ['tcp.port == 65536', '65536'],
    ['ip.addr == 10.0.0', '10.0.0'],
    ['tcp and and udp', 'and'],
    ['ip.src == tcp.port', 'tcp.port'],
    ['http.host matches "("', '"("'],
    ['eth.src[0:0] == 00', '0:0'],
    ['frame.time > "yesterday"', '"yesterday"'],
    ['tcp.port == "abc', '"abc'],
    ['foo(tcp.port) == 1', 'foo'],
    ['tcp and ${nothing}', '${nothing}'],
    ['tcp and $nothing(1, 2)', '$nothing(1, 2)'],
    ['tcp and $private_ipv4(ip.src, 2)', '$private_ipv4(ip.src, 2)'],
  ])('%s', (text, part) => {
    expect(faultyPart(text)).toBe(part);
  });

  test('an unknown field comes with the nearest', () => {
    expect(faultOf('tcp.prt == 80').message).toContain('tcp.port');
  });

  test('a type that does not fit comes with what the field is', () => {
    expect(faultOf('tcp.port == "80"').message).toContain('whole number of 16 bits');
  });

  test('what was expected is named', () => {
    expect(faultOf('tcp and').message).toContain('expected a field or value');
    expect(faultOf('(tcp').message).toContain(')');
  });

  test('the end of the text is a place', () => {
    expect(faultOf('tcp and')).toMatchObject({ start: 7, end: 7 });
  });
});

describe('times', () => {
  const nanoseconds = (text: string): unknown => {
    const { test: parsed } = compileFilter(`frame.time == "${text}"`, registry);
    return parsed.kind === 'order' && parsed.right.kind === 'constant' ? parsed.right.values[0] : null;
  };
  const expected = 1_448_984_988_500_000_000n;

  test.each([
    'Dec 1, 2015 15:49:48.5 UTC',
    'dec 01, 2015 15:49:48.500000000 UTC',
    '2015-12-01T15:49:48.5Z',
    '2015-12-01 15:49:48.5 UTC',
    '2015-12-01T16:49:48,5+01:00',
    '2015-12-01T10:19:48.5-0530',
  ])('%s', (text) => {
    expect(nanoseconds(text)).toBe(expected);
  });

  test('without a zone they are local', () => {
    const local = BigInt(new Date(2015, 11, 1, 15, 49, 48).getTime()) * 1_000_000n;
    expect(nanoseconds('dec 01, 2015 15:49:48')).toBe(local);
    expect(nanoseconds('2015-12-01 15:49:48')).toBe(local);
  });
});

describe('bad input', () => {
  const deep = (open: string, count: number, close: string): string => `${open.repeat(count)}tcp${close.repeat(count)}`;

  test('a thousand parentheses and a thousand negations', () => {
    expect(matches(deep('(', 1000, ')'))).toBe(true);
    expect(matches(deep('not ', 1000, ''))).toBe(true);
    expect(matches(deep('!(', 1000, ')'))).toBe(true);
  });

  test('deeper than can be held is refused, not crashed', () => {
    expect(faultOf('('.repeat(50_000)).message).toContain('deep');
    expect(faultOf(deep('not ', 20_000, '')).message).toContain('deep');
  });

  test('100 KB', () => {
    expect(matches(Array.from({ length: 12_000 }, (_, i) => `udp or ${i % 2 ? 'tcp' : 'ip'}`).join(' or '))).toBe(true);
    expect(matches(`tcp.port in {${Array.from({ length: 20_000 }, (_, i) => i).join(',')}}`)).toBe(true);
    expect(() => compileFilter('"'.repeat(100_001), registry)).toThrow(FilterError);
    expect(() => compileFilter('x'.repeat(100_000), registry)).toThrow(FilterError);
    expect(() => compileFilter('${'.repeat(50_000), registry)).toThrow(FilterError);
  });

  test('a sum of fields with several values does not explode', () => {
    expect(matches(`${Array.from({ length: 60 }, () => 'tcp.port').join(' + ')} > 0`)).toBe(true);
  });

  test.each(['(a+)+$', '(a|aa)+$', '(.*a){20}', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s takes time in proportion',
    (pattern) => {
      const filter = compileFilter(`frame matches r"${pattern}"`, registry);
      const started = performance.now();
      filter.matches(filter.uses.map(() => [new TextEncoder().encode(`${'a'.repeat(50_000)}!`)]));
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );

  test('patterns that only backtracking could match are refused', () => {
    expect(faultOf('http.host matches r"(a)\\1"').message).toContain('backreference');
    expect(faultOf('http.host matches "(?=a)"').message).toContain('look-ahead');
  });
});

describe('any text at all', () => {
  const piece = fc.constantFrom(
    ...'tcp ip.addr tcp.port http.host eth.src == != === ~ contains matches in { } ( ) [ ] [0:2] .. , and or not ! && || xor'.split(
      ' ',
    ),
    ...'80 -1 0x1f 10.0.0.1 10.0.0.0/8 ::1 00:01 "a" r"b" \'c\' any all & + - * / % #1 @ ${ip.src} len( max( frame.time'.split(
      ' ',
    ),
    '"',
    "'",
    '${',
    '\\',
    '\u0000',
    '\ud800',
  );

  test('is compiled or refused with a place inside it', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(' ')),
      fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        try {
          const filter = compileFilter(written, registry);
          filter.matches(new ValueGatherer(filter.uses).gather(dissectBytes(request)));
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          expect(error.message).not.toBe('');
          expect(error.start).toBeGreaterThanOrEqual(0);
          expect(error.end).toBeGreaterThanOrEqual(error.start);
          expect(error.end).toBeLessThanOrEqual(written.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('a negation is the opposite', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
        const text = parts.join(' ');
        let plain: boolean;
        try {
          plain = matches(text);
        } catch (error) {
          if (error instanceof FilterError) return;
          throw error;
        }
        expect(matches(`not (${text})`)).toBe(!plain);
      }),
      { numRuns: 3000 },
    );
  });
});
