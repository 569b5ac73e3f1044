import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { FlowAnswers } from '../../main/worker/flow/flow-answers';
import { Jobs } from '../../main/worker/jobs';
import { SocketAnswers } from '../../main/worker/statistics/socket-answers';
import type { SocketRow } from '../../preload/contract/sockets';
import { startCapture, until } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const missing = missingRequirement('dumpcap', 'iptables', 'ss');

/** Sockets in every state that is easily mistaken; what is expected is what their program did to them. */
describe.skipIf(missing)(`the kernel's word beside the packets'${because(missing)}`, () => {
  const stage = useStage();
  let analysis: CaptureAnalysis;
  let rows: readonly SocketRow[];

  beforeAll(async () => {
    const path = stage.file('sockets.pcapng');
    const capture = await startCapture(
      stage.network,
      stage.built,
      '-i',
      'lo',
      '-w',
      path,
      '-f',
      'tcp portrange 9101-9106',
    );
    const program = stage.network.spawn('python3', [stage.network.script, 'sockets', '60'], { stdio: 'inherit' });
    // What is done last is the FIN; a SYN is sent again after a second.
    const isNoted = () => {
      const written = readFileSync(path, 'latin1');
      return written.includes('"state":"FIN-WAIT-1"') && /"SYN-SENT"[^}]*\{[^}]*"retrans":[1-9]/.test(written);
    };
    await until('the kernel was asked when all is done', isNoted, 20_000);
    await capture.interrupt();
    program.kill('SIGKILL');
    analysis = await CaptureAnalysis.open(path);
    await analysis.load();
    const answers = new SocketAnswers(() => analysis, new Jobs(() => undefined)).methods;
    const list = await answers['sockets.list']({ at: null, state: null, sort: null, job: 'list' });
    expect(list.knowsKernel).toBe(true);
    rows = await answers['sockets.rows']({ list: list.id, start: 0, count: list.rows });
  });
  afterAll(() => analysis?.close());

  const socketAt = (port: number, end: 'client' | 'server', state?: string) =>
    rows.find(
      (row) =>
        row.stream !== null &&
        row.end === end &&
        (state === undefined || row.state === state) &&
        row[end === 'client' ? 'remote' : 'local'].port === port,
    );
  const listening = (port: number) => rows.find(({ stream, local }) => stream === null && local.port === port);

  it('agrees on a connection that is half closed', () => {
    expect(socketAt(9_101, 'client')).toMatchObject({
      state: 'FIN_WAIT_2',
      kernel: { state: 'FIN-WAIT-2', differences: [] },
    });
    // The FIN takes a place in the queue.
    const { kernel, state, process } = socketAt(9_101, 'server')!;
    expect({ kernel, state }).toMatchObject({
      state: 'CLOSE_WAIT',
      kernel: { state: 'CLOSE-WAIT', receiveQueue: 1, differences: [] },
    });
    expect(process).toContain('python3');
  });

  it('tells of a SYN that nothing answers how often it was sent again', () => {
    const { state, kernel } = socketAt(9_102, 'client')!;
    expect({ state, kernel }).toMatchObject({ state: 'SYN_SENT', kernel: { state: 'SYN-SENT', differences: [] } });
    expect(kernel?.resends).toBeGreaterThan(0);
  });

  it('tells of an accept queue that is full', () => {
    expect(listening(9_103)?.kernel).toMatchObject({ state: 'LISTEN', receiveQueue: 1, sendQueue: 0 });
    expect(socketAt(9_103, 'server', 'ESTABLISHED')).toMatchObject({ process: expect.stringMatching(/listens$/) });
  });

  it('tells of bytes that the process does not read', () => {
    const arrived = socketAt(9_104, 'server')?.kernel;
    expect(arrived?.differences).toEqual([]);
    expect(arrived?.receiveQueue).toBeGreaterThan(10_000);
    const sender = socketAt(9_104, 'client')?.kernel;
    expect(sender?.differences).toEqual([]);
    expect(sender?.sendQueue).toBeGreaterThan(10_000);
  });

  it('agrees on a connection that waits out its end', () => {
    expect(socketAt(9_105, 'client')).toMatchObject({
      state: 'TIME_WAIT',
      kernel: { state: 'TIME-WAIT', differences: [] },
    });
  });

  it('contradicts the packets where some were never captured', async () => {
    const unseen = socketAt(9_106, 'client')!;
    expect(unseen.state).toBe('ESTABLISHED');
    expect(unseen.kernel?.state).toBe('FIN-WAIT-1');
    expect(unseen.kernel?.differences).toContain('state');
    expect(socketAt(9_106, 'server')?.kernel?.differences).toEqual([]);
    const flow = new FlowAnswers(analysis, () => {
      throw new Error('no view is asked for');
    });
    const subject = { kind: 'tcp', stream: unseen.stream! } as const;
    const request = { subject, spacing: 'even', collapsesRuns: true, expanded: [] } as const;
    const { lanes: all } = await flow.block(request, 0, 100);
    const lanes = all.filter(({ isKernel }) => isKernel);
    expect(lanes.filter(({ differs }) => differs).map(({ node, state }) => [node, state])).toEqual([[0, 'FIN-WAIT-1']]);
    expect(lanes.filter(({ differs }) => !differs).map(({ node, state }) => [node, state])).toEqual([[1, 'ESTAB']]);
  });
});
