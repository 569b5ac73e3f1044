import { fakeBridge } from './fake-bridge';

/** `window.html?packets=2400000&loadMilliseconds=3000&theme=light&startup=true`: the window without a program behind it. */
const asked = Object.fromEntries(
  [...new URLSearchParams(location.search)].map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value]),
);

Object.defineProperty(window, 'wirestate', { value: fakeBridge(asked) });
