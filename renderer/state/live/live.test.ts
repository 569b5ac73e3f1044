import { describe, expect, it } from 'vitest';
import type { CaptureState } from '../../../preload/contract/capture';
import type { LiveState } from '../../../preload/contract/live-capture';
import { deviceNames, isUnsaved, shownName } from './live';

const live = (changes: Partial<LiveState> = {}): LiveState => ({
  capture: 1,
  phase: 'stopped',
  backend: 'dumpcap',
  backendReason: '',
  timestamps: 'kernel',
  devices: ['eth0'],
  filter: '',
  startedAt: 0,
  path: '/captures/capture-1.pcapng',
  files: [],
  unsaved: true,
  restartReplaces: false,
  counters: {
    captured: 3,
    capturedBytes: 300,
    received: 3,
    droppedByKernel: 0,
    droppedByInterface: 0,
    missing: null,
    fileBytes: 500,
    perInterface: [],
  },
  ending: '',
  failed: false,
  warnings: [],
  ...changes,
});
const counted = (captured: number, fileBytes = 200) => ({ ...live().counters, captured, fileBytes });

describe('a live capture is unsaved', () => {
  it('while it runs, and afterwards where it has packets', () => {
    expect(isUnsaved(live())).toBe(true);
    expect(isUnsaved(live({ phase: 'running', counters: counted(0) }))).toBe(true);
    expect(isUnsaved(live({ counters: counted(0) }))).toBe(false);
    expect(isUnsaved(live({ unsaved: false }))).toBe(false);
    expect(isUnsaved(null)).toBe(false);
  });

  it('where it was recovered, of which nothing was counted', () => {
    expect(isUnsaved(live({ counters: counted(0, 0) }))).toBe(true);
  });
});

describe('the name of a capture', () => {
  const capture = { id: 1, name: 'capture-1.pcapng' } as CaptureState;

  it('is where it was captured while its file is a temporary one, and the file’s afterwards', () => {
    expect(shownName(capture, live({ devices: ['eth0', 'any'] }))).toBe('Captured on eth0 and all interfaces');
    expect(shownName(capture, live({ unsaved: false, path: '/home/kept.pcapng' }))).toBe('kept.pcapng');
    expect(shownName(capture, null)).toBe('capture-1.pcapng');
    expect(shownName(capture, live({ capture: 2 }))).toBe('capture-1.pcapng');
  });

  it('names two interfaces and counts the others', () => {
    expect(deviceNames({ devices: ['a', 'b', 'c', 'd'] })).toBe('a, b and 2 more');
    expect(deviceNames({ devices: [] })).toBe('an interface');
  });
});
