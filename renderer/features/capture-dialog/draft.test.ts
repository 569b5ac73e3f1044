import { describe, expect, it } from 'vitest';
import type { LiveOptions } from '../../../preload/contract/live-capture';
import { defaultOptions, plainInterface } from '../../state/live/options';
import { draftOf, optionsOf } from './draft';

const on = (...interfaces: LiveOptions['interfaces']): LiveOptions => ({ ...defaultOptions, interfaces });

describe('the options as the dialog holds them', () => {
  it('come back as they were', () => {
    const options = on({ ...plainInterface('lo'), filter: 'tcp', snapLength: 96, promiscuous: false });
    expect(optionsOf(draftOf(options, null), [])).toEqual(options);
  });

  it('keep filters of single interfaces', () => {
    const options = on({ ...plainInterface('lo'), filter: 'tcp' }, plainInterface('eth0'));
    expect(optionsOf(draftOf(options, null), [])).toEqual(options);
  });

  it('leave out interfaces that are gone, and monitor mode where there is none', () => {
    const options = on({ ...plainInterface('wlan0'), monitor: true }, { ...plainInterface('eth0'), monitor: true });
    expect(optionsOf(draftOf(options, ['wlan0', 'eth0']), ['wlan0']).interfaces.map(({ monitor }) => monitor)).toEqual([
      true,
      false,
    ]);
    expect(draftOf(options, ['eth0']).devices).toEqual(['eth0']);
  });

  it('make no ring of a temporary file', () => {
    const ring = { bytes: 1e6, seconds: null, files: 3 };
    const stop = { ...defaultOptions.stop, files: 2 };
    const draft = draftOf({ ...on(plainInterface('lo')), ring, stop }, null);
    expect(optionsOf(draft, [])).toMatchObject({ ring: null, stop: { files: null } });
    expect(optionsOf({ ...draft, options: { ...draft.options, path: '/a.pcapng' } }, [])).toMatchObject({ ring, stop });
  });
});
