import { describe, expect, it } from 'vitest';
import type { DetailNode, PacketDetail, PacketRow } from '../../preload/contract/packets';
import { cellTerm, combineFilter, conversationTerms } from './filter-terms';

const node = (name: string, value: string, children: readonly DetailNode[] = []): DetailNode => ({
  name,
  text: '',
  value,
  filter: value === '' ? name : `${name} == ${value}`,
  help: '',
  kind: value === '' ? 'protocol' : 'field',
  source: 0,
  start: 0,
  length: 0,
  frame: 0,
  children,
});

const packet = (row: Partial<PacketRow>, tree: readonly DetailNode[]): PacketDetail => ({
  number: 4,
  row: {
    number: 4,
    source: '10.0.0.1',
    destination: '10.0.0.2',
    stream: 7,
    transport: 'tcp',
    protocol: 'HTTP',
    ...row,
  } as PacketRow,
  sources: [],
  tree,
  comments: [],
});

const web = packet({}, [
  node('frame', '', [node('frame.number', '4'), node('frame.len', '120')]),
  node('eth', '', [node('eth.dst', '02:00:00:00:00:02'), node('eth.src', '02:00:00:00:00:01')]),
  node('ip', '', [node('ip.src', '10.0.0.1'), node('ip.dst', '10.0.0.2')]),
  node('tcp', '', [node('tcp.flags', '0x0018'), node('tcp.stream', '7')]),
]);

describe('combineFilter', () => {
  it('takes a term alone or turned round', () => {
    expect(combineFilter('udp', 'ip.ttl == 64', 'selected')).toBe('ip.ttl == 64');
    expect(combineFilter('udp', 'ip.ttl == 64', 'not-selected')).toBe('!(ip.ttl == 64)');
  });

  it('joins a term with what is there', () => {
    expect(combineFilter('tcp', 'ip.ttl == 64', 'and')).toBe('tcp and ip.ttl == 64');
    expect(combineFilter('tcp', 'ip.ttl == 64', 'or-not')).toBe('tcp or !(ip.ttl == 64)');
  });

  it('keeps the meaning of what is there where another operator joins it', () => {
    expect(combineFilter('tcp or udp', 'ip.ttl == 64', 'and')).toBe('(tcp or udp) and ip.ttl == 64');
    expect(combineFilter('tcp || udp', 'dns', 'or')).toBe('tcp || udp or dns');
    expect(combineFilter('tcp', 'ip.addr == a and ip.addr == b', 'or')).toBe('tcp or (ip.addr == a and ip.addr == b)');
  });

  it('does not take words in quotes for operators', () => {
    expect(combineFilter('http.host == "this or \\"that"', 'tcp', 'and')).toBe(
      'http.host == "this or \\"that" and tcp',
    );
  });

  it('begins with the term where there is no filter', () => {
    expect(combineFilter('  ', 'tcp', 'and')).toBe('tcp');
    expect(combineFilter('', 'tcp', 'or-not')).toBe('!(tcp)');
  });
});

describe('cellTerm', () => {
  it('asks the field that the column shows', () => {
    expect(cellTerm(web, 'source', new Map())).toBe('ip.src == 10.0.0.1');
    expect(cellTerm(web, 'length', new Map())).toBe('frame.len == 120');
    expect(cellTerm(web, 'flags', new Map())).toBe('tcp.flags == 0x0018');
    expect(cellTerm(web, 'stream', new Map())).toBe('tcp.stream == 7');
    expect(cellTerm(web, 'field:eth.src', new Map())).toBe('eth.src == 02:00:00:00:00:01');
  });

  it('asks the layer whose address the row shows', () => {
    const shown = { ...web, row: { ...web.row, source: '02:00:00:00:00:01' } };
    expect(cellTerm(shown, 'source', new Map())).toBe('eth.src == 02:00:00:00:00:01');
  });

  it('calls a protocol by its display-filter name', () => {
    expect(cellTerm(web, 'protocol', new Map([['HTTP', 'http']]))).toBe('http');
  });

  it('has nothing to ask of Info, or of a field that the packet lacks', () => {
    expect(cellTerm(web, 'info', new Map())).toBe('');
    expect(cellTerm(web, 'field:dns.id', new Map())).toBe('');
  });
});

describe('conversationTerms', () => {
  it('goes from the connection out to the stations', () => {
    expect(conversationTerms(web).map(({ filter }) => filter)).toEqual([
      'tcp.stream eq 7',
      'ip.addr eq 10.0.0.1 and ip.addr eq 10.0.0.2',
      'eth.addr eq 02:00:00:00:00:01 and eth.addr eq 02:00:00:00:00:02',
    ]);
  });

  it('has no connection where there is none', () => {
    const arp = packet({ stream: -1, transport: 'other' }, []);
    expect(conversationTerms(arp)).toEqual([]);
  });
});
