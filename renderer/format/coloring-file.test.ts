import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../state/coloring-rules';
import { readRules, writeRules, writeWiresharkRules } from './coloring-file';

describe('coloring files', () => {
  it('of ours come back as they were', () => {
    expect(readRules(writeRules(DEFAULT_RULES))).toEqual({ rules: DEFAULT_RULES, wrongLines: [] });
  });

  it('of Wireshark give name, filter, colors of 16 bits, and what is off', () => {
    const text = [
      '# a comment',
      '@Bad@tcp.analysis.flags@[4626,10023,11822][63479,34695,34695]',
      '!@Raw bytes@@eth.dst == 01:02@[65535,65535,65535][0,0,0]',
      'nonsense',
      '',
    ].join('\r\n');
    expect(readRules(text)).toEqual({
      rules: [
        { name: 'Bad', filter: 'tcp.analysis.flags', background: '#12272e', foreground: '#f78787', enabled: true },
        {
          name: 'Raw bytes',
          filter: '@eth.dst == 01:02',
          background: '#ffffff',
          foreground: '#000000',
          enabled: false,
        },
      ],
      wrongLines: [4],
    });
  });

  it('for Wireshark can be read back, names and filters as they were', () => {
    const { rules, wrongLines } = readRules(writeWiresharkRules(DEFAULT_RULES));
    expect(wrongLines).toEqual([]);
    const parts = ({ name, filter, enabled }: (typeof rules)[number]) => [name, filter, enabled];
    expect(rules.map(parts)).toEqual(DEFAULT_RULES.map(parts));
  });

  it('that are none say so', () => {
    expect(readRules('{"rules": 3}')).toEqual({ rules: [], wrongLines: [1] });
    expect(readRules('{ broken')).toEqual({ rules: [], wrongLines: [1] });
    expect(readRules('{"rules": [{"name":"x","filter":"y","foreground":"red","background":""}]}').rules).toEqual([]);
  });
});
