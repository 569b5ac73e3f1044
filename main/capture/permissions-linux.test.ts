import { expect, it } from 'vitest';
import type { BackendReport } from './backend';
import { hasCapability, linuxSteps } from './permissions-linux';

it('a capability is a bit of the effective set', () => {
  const status = (effective: string) => `Name:\tnode\nCapPrm:\tffffffffffffffff\nCapEff:\t${effective}\nCapBnd:\t0\n`;
  expect(hasCapability(status('0000000000002000'), 13n)).toBe(true);
  expect(hasCapability(status('000001ffffffdfff'), 13n)).toBe(false);
  expect(hasCapability(status('0000000000000000'), 13n)).toBe(false);
  expect(hasCapability('', 13n)).toBe(false);
});

it('the steps name the user, and end with joining the group', () => {
  for (const installed of [true, false]) {
    const report: BackendReport = {
      name: 'dumpcap',
      installed,
      version: '',
      mayCapture: false,
      timestamps: 'kernel',
      obstacle: 'x',
    };
    const steps = linuxSteps([report], 'ada');
    expect(steps.at(-1)?.command).toBe('sudo usermod -aG wireshark ada');
    expect(steps.some(({ text }) => text.startsWith('Install'))).toBe(!installed);
  }
});
