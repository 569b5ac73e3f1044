import type { LiveApi } from '../../preload/contract/live-capture';

const none = async (): Promise<never> => {
  throw new Error('This bridge captures nothing.');
};

/** A machine with three interfaces on which nothing can be captured. */
export function fakeLive(): LiveApi {
  const base = { description: '', up: true, loopback: false, everything: false, wireless: false };
  let asked = 0;
  return {
    interfaces: async () => [
      { ...base, device: 'eth0', addresses: ['192.0.2.17', '2001:db8::17'] },
      { ...base, device: 'lo', addresses: ['127.0.0.1', '::1'], loopback: true },
      { ...base, device: 'any', addresses: [], everything: true },
    ],
    traffic: async () => {
      asked += 1;
      const packets = Math.round(4_000 * asked + 3_000 * Math.sin(asked / 3));
      return [
        { device: 'eth0', packets, bytes: packets * 400, dropped: 0 },
        { device: 'lo', packets: asked * 3, bytes: asked * 900, dropped: 0 },
      ];
    },
    permissions: none,
    checkFilter: async (_, filter) => (filter.includes('andd') ? 'syntax error' : null),
    remembered: async () => null,
    start: none,
    stop: none,
    restart: none,
    state: none,
    current: async () => null,
    keep: none,
    discard: none,
    unsaved: async () => [],
    recover: none,
    forget: async () => {},
  };
}
