import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import { until } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const nobody = '65534';
const capabilities = ['/usr/sbin/setcap', '/sbin/setcap'].find((path) => existsSync(path)) ?? null;
const missing = missingRequirement('dumpcap', 'setpriv') ?? (capabilities === null ? 'setcap is not installed' : null);

describe.skipIf(missing)(`someone who is not root${because(missing)}`, () => {
  const stage = useStage();
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-unprivileged-'));
    chmodSync(folder, 0o777);
    const own = join(folder, 'dumpcap');
    copyFileSync(spawnSync('which', ['dumpcap'], { encoding: 'utf8' }).stdout.trim(), own);
    spawnSync(capabilities!, ['cap_net_raw,cap_net_admin=eip', own]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function capture(programs: string, path: string) {
    const user = ['--reuid', nobody, '--regid', nobody, '--clear-groups', 'env', `PATH=${programs}`, `HOME=${folder}`];
    const command = [
      process.execPath,
      join(stage.built, 'cli.js'),
      'capture',
      '-i',
      'wsa',
      '-w',
      path,
      '-a',
      'duration:2',
    ];
    const child = stage.network.spawn('setpriv', [...user, ...command]);
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    const ended = new Promise<{ code: number | null; errors: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, errors })),
    );
    return { ended, started: () => until('it captures', () => errors.includes('capturing on')) };
  }

  it('captures through a dumpcap that has the capabilities', async () => {
    const path = join(folder, 'own.pcapng');
    const { ended, started } = capture(`${folder}:${process.env.PATH}`, path);
    await started();
    await stage.network.traffic('udp', 10, 100, 0);
    expect(await ended).toEqual({ code: 0, errors: 'wirestate: capturing on wsa with dumpcap\n' });
    expect((await readCapture(path)).packets.length).toBeGreaterThanOrEqual(10);
  });

  it('is told in one line what to type where there is none', async () => {
    const { code, errors } = await capture(process.env.PATH ?? '', join(folder, 'none.pcapng')).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/^wirestate: dumpcap may not capture on wsa: .*; to allow it: sudo [^\n]+\n$/);
  });
});
