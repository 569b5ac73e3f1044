// Runs in the page's own world before its scripts: the page's side of contextBridge.
// `names` is put around it: what the two worlds call their events.
(({ toPage, toPreload }) => {
  const callbacks = new Map();
  const waiting = new Map();
  let returned;
  let numbers = 0;

  const send = (detail) => document.dispatchEvent(new CustomEvent(toPreload, { detail }));

  const asArgument = (value) => {
    if (typeof value !== 'function') return value;
    numbers += 1;
    callbacks.set(numbers, value);
    return { $callback: numbers };
  };

  const callPreload = (id, args) => {
    numbers += 1;
    const call = numbers;
    // The other world answers while this is dispatched.
    returned = undefined;
    send({ kind: 'call', call, id, args: args.map(asArgument) });
    const answer = returned;
    if (answer === undefined) throw new Error('An object could not be cloned.');
    if (answer.error !== undefined) throw new Error(answer.error);
    if (!answer.pending) return revive(answer.value);
    return new Promise((resolve, reject) => waiting.set(call, { resolve, reject }));
  };

  const revive = (shape) => {
    if (typeof shape !== 'object' || shape === null) return shape;
    if (shape.$function !== undefined) return (...args) => callPreload(shape.$function, args);
    if (shape.$object === undefined) return shape;
    return Object.freeze(Object.fromEntries(shape.$object.map(([key, value]) => [key, revive(value)])));
  };

  const receive = {
    expose: ({ key, shape }) => Object.defineProperty(window, key, { value: revive(shape), enumerable: true }),
    return: (answer) => {
      returned = answer;
    },
    settle: ({ call, value, error }) => {
      const { resolve, reject } = waiting.get(call);
      waiting.delete(call);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    },
    callback: ({ id, args }) => callbacks.get(id)(...args),
  };
  document.addEventListener(toPage, ({ detail }) => receive[detail.kind](detail));
})(names);
