import { afterEach, expect, it, vi } from 'vitest';
import { noteChange, redo, undo, useChanges } from './undo';

afterEach(() => useChanges.setState({ done: [], undone: [] }));

const change = (title: string, steps: string[]) => ({
  title,
  undo: vi.fn(async () => steps.push(`not ${title}`)),
  redo: vi.fn(async () => steps.push(title)),
});

it('goes back through the changes and forth again', async () => {
  const steps: string[] = [];
  noteChange(change('one', steps));
  noteChange(change('two', steps));
  undo();
  undo();
  undo();
  redo();
  await Promise.resolve();
  expect(steps).toEqual(['not two', 'not one', 'one']);
});

it('makes nothing again once something else was done', () => {
  const steps: string[] = [];
  noteChange(change('one', steps));
  undo();
  noteChange(change('two', steps));
  redo();
  expect(steps).toEqual(['not one']);
  expect(useChanges.getState().done.map(({ title }) => title)).toEqual(['two']);
});

it('remembers the latest 200', () => {
  for (let at = 0; at < 250; at++) noteChange(change(String(at), []));
  expect(useChanges.getState().done).toHaveLength(200);
  expect(useChanges.getState().done[0]?.title).toBe('50');
});
