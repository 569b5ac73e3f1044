import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildCommandLine } from './build';
import { type Capturing, startCapture } from './capturing';
import { Network } from './network';

/** What every test of live captures stands on: the program built, a folder, two namespaces. */
export interface Stage {
  built: string;
  network: Network;
  file(name: string): string;
  capture(...args: string[]): Promise<Capturing>;
}

export function useStage(): Stage {
  let folder = '';
  const stage: Stage = {
    built: '',
    network: undefined as unknown as Network,
    file: (name) => join(folder, name),
    capture: (...args) => startCapture(stage.network, stage.built, '-i', stage.network.device, ...args),
  };
  beforeAll(async () => {
    stage.built = await buildCommandLine();
    folder = mkdtempSync(join(tmpdir(), 'wirestate-live-'));
    stage.network = await Network.raise();
  });
  afterAll(() => {
    stage.network?.lower();
    for (const path of [stage.built, folder]) if (path) rmSync(path, { recursive: true, force: true });
  });
  return stage;
}
