import { describe, expect, it } from 'vitest';
import { expectedNext } from './expected-next';

const at = (before: string) => {
  const { kind, word, field } = expectedNext(before);
  return `${kind}|${word}|${field}`;
};

describe('expectedNext', () => {
  it('expects a field where a test begins', () => {
    expect(at('')).toBe('operand||');
    expect(at('tcp.fl')).toBe('operand|tcp.fl|');
    expect(at('tcp.flags.')).toBe('operand|tcp.flags.|');
    expect(at('tcp.port == 80 and ')).toBe('operand||');
    expect(at('!(ip.a')).toBe('operand|ip.a|');
    expect(at('not dn')).toBe('operand|dn|');
    expect(at('len(http.ho')).toBe('operand|http.ho|');
  });

  it('expects a macro behind a dollar sign', () => {
    expect(at('$')).toBe('operand|$|');
    expect(at('tcp and $pri')).toBe('operand|$pri|');
    expect(at('$private_ipv4(ip.s')).toBe('operand|ip.s|');
    expect(at('$private_ipv4(ip.src) ')).toBe('operator||');
  });

  it('expects an operator behind a field', () => {
    expect(at('tcp.port ')).toBe('operator||tcp.port');
    expect(at('udp or http.host con')).toBe('operator|con|http.host');
    expect(at('len(http.host) ')).toBe('operator||');
  });

  it('expects a value of the field behind its operator', () => {
    expect(at('ip.proto == ')).toBe('value||ip.proto');
    expect(at('ip.proto == TC')).toBe('value|TC|ip.proto');
    expect(at('tcp and ip.proto in {')).toBe('value||ip.proto');
    expect(at('ip.proto in {6, UD')).toBe('value|UD|ip.proto');
  });

  it('expects and or or behind a whole test', () => {
    expect(at('tcp.port == 80 ')).toBe('connective||');
    expect(at('tcp.port == 80 a')).toBe('connective|a|');
    expect(at('ip.src == 10.0.0.1 ')).toBe('connective||');
  });

  it('expects nothing close behind a number or a bracket', () => {
    expect(at('tcp.port == 80')).toBe('nothing||');
    expect(at('(tcp.port == 80)')).toBe('nothing||');
    expect(at('ip.src == 10.')).toBe('nothing||');
  });

  it('leaves text in quotes alone', () => {
    expect(at('http.host contains "tc')).toBe('nothing||');
    expect(at('http.host contains "tcp" ')).toBe('connective||');
  });
});
