// Runs in an isolated world before the page's scripts: what a sandboxed preload finds as require('electron'), and the preload.
// `names` and `preload`, the preload script's text as a function of `require`, are put around it.
(({ toPage, toPreload, ipcBinding, entry }) => {
  const exposed = new Map();
  const invoked = new Map();
  const listeners = new Map();
  const files = new Map();
  let numbers = 0;

  const send = (detail) => document.dispatchEvent(new CustomEvent(toPage, { detail }));

  /** Functions go over as references, plain objects that hold some as their entries, all else as a clone. */
  const asShape = (value) => {
    if (typeof value === 'function') {
      numbers += 1;
      exposed.set(numbers, value);
      return { $function: numbers };
    }
    const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    if (!isPlain) return value;
    return { $object: Object.entries(value).map(([key, inner]) => [key, asShape(inner)]) };
  };

  const asCallback = (value) => {
    if (typeof value !== 'object' || value === null || value.$callback === undefined) return value;
    return (...args) => send({ kind: 'callback', id: value.$callback, args });
  };

  document.addEventListener(toPreload, ({ detail: { call, id, args } }) => {
    try {
      const result = exposed.get(id)(...args.map(asCallback));
      if (!(result instanceof Promise)) return send({ kind: 'return', value: asShape(result) });
      send({ kind: 'return', pending: true });
      result.then(
        (value) => send({ kind: 'settle', call, value }),
        (error) => send({ kind: 'settle', call, error: error.message }),
      );
    } catch (error) {
      send({ kind: 'return', error: error.message });
    }
  });

  const electron = {
    contextBridge: { exposeInMainWorld: (key, api) => send({ kind: 'expose', key, shape: asShape(api) }) },
    ipcRenderer: {
      invoke: (channel, ...args) => {
        numbers += 1;
        const call = numbers;
        globalThis[ipcBinding](JSON.stringify({ call, channel, args: wire.encode(args) }));
        return new Promise((resolve, reject) => invoked.set(call, { resolve, reject }));
      },
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
    webUtils: { getPathForFile: (file) => files.get(file.name) ?? '' },
  };

  globalThis[entry] = {
    settle: ({ call, channel, value, error }) => {
      const { resolve, reject } = invoked.get(call);
      invoked.delete(call);
      if (error === undefined) resolve(wire.decode(value));
      else reject(new Error(`Error invoking remote method '${channel}': ${error}`));
    },
    receive: ({ channel, args }) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...wire.decode(args));
    },
    knowFile: ({ name, path }) => files.set(name, path),
  };

  preload((name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return electron;
  });
})(names);
