import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { pause, startCapture, until } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const missing = missingRequirement('dumpcap');
const connections = 10;

describe.skipIf(missing)(`the processes of connections that come and go${because(missing)}`, () => {
  const stage = useStage();

  it('are found for each that stays until it was looked for', async () => {
    const path = stage.file('steady.pcapng');
    const capture = await stage.capture('-w', path, '-f', 'tcp port 9000');
    const { network } = stage;
    const args = [network.script, 'steady', network.farAddress, String(connections)];
    const program = network.spawn('python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const port of createInterface({ input: program.stdout! })) {
      const noted = `"local":{"address":"10.88.0.1","port":${port}}`;
      await until(`the process of port ${port} is noted`, () => readFileSync(path, 'latin1').includes(noted));
      program.stdin?.write('\n');
    }
    await capture.interrupt();
    const { capture: read } = await readCapture(path);
    const processes = read.connectionNotes.filter(({ kind }) => kind === 'process');
    expect(processes).toHaveLength(connections);
    expect(processes).toEqual(
      processes.map(() => expect.objectContaining({ pid: program.pid, process: expect.stringContaining('python') })),
    );
  });

  it('are what listens, and said to be inferred, for servers that were gone too soon', async () => {
    const path = stage.file('gone.pcapng');
    const { network } = stage;
    const server = network.spawn('python3', [network.script, 'sink'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => server.stdout?.once('data', resolve));
    const capture = await startCapture(network, stage.built, '-i', 'lo', '-w', path, '-f', 'tcp port 9000');
    const args = [network.script, 'short', '127.0.0.1', String(connections), '0'];
    const client = network.spawn('python3', args, { stdio: 'inherit' });
    await new Promise((resolve) => client.on('exit', resolve));
    await until('the server is noted', () => readFileSync(path, 'latin1').includes(`"pid":${server.pid}`));
    await pause(500);
    await capture.interrupt();
    const analysis = await CaptureAnalysis.open(path);
    await analysis.load();
    expect(analysis.connections.tcp.count).toBe(connections);
    for (let stream = 0; stream < connections; stream++) {
      const found = analysis.machine.processesOf('tcp', stream);
      const [ofClient, ofServer] = (['client', 'server'] as const).map((end) => found.find(({ side }) => side === end));
      expect(ofServer?.pid).toBe(server.pid);
      // Whether it was seen is a matter of luck; that nobody else is taken for it is not.
      if (ofClient) expect(ofClient).toMatchObject({ pid: client.pid, isInferred: false });
    }
    await analysis.close();
  });
});
