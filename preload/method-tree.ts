import type { Api } from './contract/bridge';
import { type MethodName, methods } from './contract/methods';

/** Makes the contract's nouns and methods, each of which hands its arguments to `call`. */
export function methodTree(call: (method: MethodName, args: unknown[]) => Promise<unknown>): Api {
  const nouns = Object.entries(methods).map(([noun, names]) => {
    const entries = Object.keys(names).map((name) => {
      const method = `${noun}.${name}` as MethodName;
      return [name, (...args: unknown[]) => call(method, args)] as const;
    });
    return [noun, Object.fromEntries(entries)] as const;
  });
  return Object.fromEntries(nouns) as unknown as Api;
}
