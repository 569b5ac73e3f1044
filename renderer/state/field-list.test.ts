import { describe, expect, it } from 'vitest';
import { matchFields } from './field-list';

const field = (name: string, label: string) => ({ name, label, type: '', help: '', values: [] });
const fields = [
  field('http.request.method', 'Request method'),
  field('ip.ttl', 'Time to live'),
  field('tcp', 'Transmission Control Protocol'),
  field('tcp.flags', 'Flags'),
  field('mptcp.flags', 'Multipath flags'),
];
const names = (query: string) => matchFields(fields, query, 3).map(({ name }) => name);

describe('matchFields', () => {
  it('puts the exact name first, then names that begin so, then names and labels that hold it', () => {
    expect(names('tcp')).toEqual(['tcp', 'tcp.flags', 'mptcp.flags']);
    expect(names('flags')).toEqual(['tcp.flags', 'mptcp.flags']);
  });

  it('finds by label and needs every word', () => {
    expect(names('time live')).toEqual(['ip.ttl']);
    expect(names('tcp ttl')).toEqual([]);
  });
});
