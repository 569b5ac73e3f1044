import { describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import { pause } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const missing = missingRequirement('dumpcap');
const connections = 40;

describe.skipIf(missing)(`connections of 80 ms${because(missing)}`, () => {
  const stage = useStage();

  it('keep their process, all but a few', async () => {
    const path = stage.file('short.pcapng');
    const capture = await stage.capture('-w', path, '-f', 'tcp port 9000');
    await stage.network.traffic('short', connections, 0.08);
    await pause(1_000);
    await capture.interrupt();
    const { capture: read } = await readCapture(path);
    const noted = read.connectionNotes.filter(({ kind, remote }) => kind === 'process' && remote?.port === 9_000);
    const ports = new Set(noted.map(({ local }) => local.port));
    // What else runs may keep the capture process from looking in time.
    expect(ports.size).toBeGreaterThan(connections * 0.7);
    expect(noted[0]).toMatchObject({ process: expect.stringContaining('python') });
  });
});
