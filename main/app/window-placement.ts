import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { readStored, writeStored } from '../session/stored-json';

export interface Placement {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
}

const smallest = { width: 640, height: 400 };
const usual = { width: 1400, height: 900 };
/** How much of a window must be on some display for its user to take hold of it. */
const graspable = { width: 120, height: 40 };
/** How far a further window stands from the one before it. */
const step = 28;

/** Where the window was last: `window.json` in the user data folder. */
export class PlacementStore {
  private readonly path: string;
  private last: Placement | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    userDataFolder: string,
    private readonly warn: (sentence: string) => void,
  ) {
    this.path = join(userDataFolder, 'window.json');
  }

  async read(): Promise<void> {
    const { value, warning } = await readStored(this.path);
    if (warning !== null) this.warn(warning);
    this.last = isPlacement(value) ? value : null;
  }

  get placement(): Placement | null {
    return this.last;
  }

  remember(placement: Placement): void {
    this.last = placement;
    const write = () => writeStored(this.path, placement);
    this.writing = this.writing.then(write).catch((error: Error) => this.warn(`${this.path}: ${error.message}`));
  }

  /** Resolves when all that is to be remembered is on disk. */
  settled(): Promise<void> {
    return this.writing;
  }
}

/**
 * Where to put a new window: where the last was if that can still be seen, moved a step for each window already there, else in the
 * middle of the first display.
 * @param displays the work areas of the displays, the primary one first
 */
export function placeWindow(last: Placement | null, displays: readonly Rectangle[], openWindows: number): Rectangle {
  if (last === null) return centered(usual, displays[0]);
  const { bounds } = last;
  const moved = { ...bounds, x: bounds.x + step * openWindows, y: bounds.y + step * openWindows };
  const display = displays.find((area) => isGraspable(moved, area));
  if (display === undefined) return centered(bounds, displays[0]);
  return { ...moved, ...fitted(moved, display) };
}

function isGraspable(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  // A window is taken by its top edge.
  const top = window.y >= area.y && window.y + graspable.height <= area.y + area.height;
  return width >= graspable.width && top;
}

function fitted(size: { width: number; height: number }, area: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(smallest.width, Math.min(size.width, area.width)),
    height: Math.max(smallest.height, Math.min(size.height, area.height)),
  };
}

function centered(size: { width: number; height: number }, area: Rectangle): Rectangle {
  const { width, height } = fitted(size, area);
  const x = area.x + Math.max(0, Math.round((area.width - width) / 2));
  const y = area.y + Math.max(0, Math.round((area.height - height) / 2));
  return { x, y, width, height };
}

function isPlacement(value: unknown): value is Placement {
  const placement = value as Partial<Placement> | null;
  if (typeof placement !== 'object' || placement === null || typeof placement.bounds !== 'object') return false;
  const { x, y, width, height } = placement.bounds ?? {};
  return [x, y, width, height].every((number) => Number.isSafeInteger(number));
}
