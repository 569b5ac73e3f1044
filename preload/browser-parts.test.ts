// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { methods } from './contract/methods';
import { isDocumentation } from './contract/shell';
import { EventListeners } from './event-listeners';
import { methodTree } from './method-tree';
import { takeToken } from './page-token';

describe('the token', () => {
  beforeEach(() => sessionStorage.clear());

  it('is taken out of the address, which keeps all else, and remembered for a reload', () => {
    history.replaceState(null, '', '/?token=secret&file=%2Fa.pcap');
    expect(takeToken(location, history, sessionStorage)).toBe('secret');
    expect(location.search).toBe('?file=%2Fa.pcap');
    expect(takeToken(location, history, sessionStorage)).toBe('secret');
  });

  it('is none where it was never given', () => {
    history.replaceState(null, '', '/');
    expect(takeToken(location, history, sessionStorage)).toBeNull();
  });
});

describe('listeners', () => {
  it('hear what they listen to until they end it, each by itself', () => {
    const listeners = new EventListeners();
    const heard: string[] = [];
    const listener = ({ path }: { path: string }) => heard.push(path);
    const end = listeners.on('openFile', listener);
    listeners.on('openFile', listener);
    listeners.tell('openFile', { path: '1' });
    end();
    listeners.tell('openFile', { path: '2' });
    listeners.tell('connection', { up: true });
    expect(heard).toEqual(['1', '1', '2']);
  });
});

describe('the methods', () => {
  it('are the contract’s, and call by their whole name', async () => {
    const api = methodTree(async (method, args) => [method, args]);
    expect(await api.packets.position(1, 2, 3)).toEqual(['packets.position', [1, 2, 3]]);
    expect(Object.keys(api)).toEqual(Object.keys(methods));
    for (const [noun, calls] of Object.entries(methods)) {
      expect(Object.keys(api[noun as keyof typeof api])).toEqual(Object.keys(calls));
    }
  });
});

describe('documentation', () => {
  it('is at the hosts that are known, over https', () => {
    expect(isDocumentation('https://www.rfc-editor.org/rfc/rfc9293#section-3.4')).toBe(true);
    for (const other of [
      'http://www.rfc-editor.org/',
      'https://www.rfc-editor.org.evil.example/',
      'https://www.rfc-editor.org@evil.example/',
      'https://user@www.rfc-editor.org/',
      'https://www.rfc-editor.org:8443/',
      'https://evil.example/https://www.rfc-editor.org/',
      'javascript:alert(1)//https://www.rfc-editor.org/',
      'file:///etc/passwd',
      'https://www.rfc-editor.org\\@evil.example/',
      '',
    ])
      expect([other, isDocumentation(other)]).toEqual([other, false]);
  });
});
