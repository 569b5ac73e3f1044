import { describe, expect, it } from 'vitest';
import { keysOf, showKeys } from './keys';

const press = (key: string, held: string[] = [], code = '') => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

describe('keysOf', () => {
  it('names letters by their capital and their modifiers in one order', () => {
    expect(keysOf(press('c', ['alt', 'ctrl'], 'KeyC'), false)).toBe('Mod+Alt+C');
    expect(keysOf(press('S', ['ctrl', 'shift'], 'KeyS'), false)).toBe('Mod+Shift+S');
  });

  it('reads a letter by its place where alt changes what it types', () => {
    expect(keysOf(press('ç', ['alt', 'meta'], 'KeyC'), true)).toBe('Mod+Alt+C');
  });

  it('names other keys as the browser does', () => {
    expect(keysOf(press('ArrowDown', ['ctrl'], 'ArrowDown'), false)).toBe('Mod+ArrowDown');
    expect(keysOf(press('?', ['shift'], 'Slash'), false)).toBe('?');
    expect(keysOf(press('F6', ['shift'], 'F6'), false)).toBe('Shift+F6');
  });

  it('takes the control key on a Mac for itself', () => {
    expect(keysOf(press('g', ['ctrl'], 'KeyG'), true)).toBe('G');
  });
});

describe('showKeys', () => {
  it('writes keys as each system does', () => {
    expect(showKeys('Mod+Alt+C', false)).toBe('Ctrl+Alt+C');
    expect(showKeys('Alt+ArrowLeft', false)).toBe('Alt+←');
    expect(showKeys('Mod+Shift+S', true)).toBe('⌘⇧S');
  });
});
