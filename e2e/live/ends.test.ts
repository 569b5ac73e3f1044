import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tapFilesOf } from '../../main/capture/tap-files';
import { waitingPaths } from '../../main/capture/waiting-packets';
import { type ReadPacket, readCapture } from '../../main/files/read-everything';
import { pause, startCapture, startReference, until } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const missing = missingRequirement('dumpcap');
/** A capture is killed when it is no further behind: what is on its way then is in the kernel's buffer or in the backend. */
const mostBehindMilliseconds = 700;

describe.skipIf(missing)(`a live capture that ends badly${because(missing)}`, () => {
  const stage = useStage();

  /** Captures at load, does something to it, and compares with what a second tcpdump saw. */
  async function killAtLoad(name: string, kill: (capture: Awaited<ReturnType<typeof stage.capture>>) => void) {
    const [path, reference] = [stage.file(`${name}.pcapng`), stage.file(`${name}-reference.pcap`)];
    const stop = await startReference(stage.network, reference, 'udp');
    const options = ['-f', 'udp', '--backend', 'dumpcap', '--buffer', '64'];
    const capture = await stage.capture('-w', path, ...options);
    const traffic = stage.network.startTraffic('udp', 10_000_000, 200, 0.00005);
    const written = await untilNearlyWritten(path);
    const killed = Date.now();
    kill(capture);
    const ended = await capture.ended;
    await pause(300);
    traffic.kill('SIGKILL');
    await stop();
    const [ours, theirs] = [await readCapture(path), await readCapture(reference)];
    // Nothing is missing from the first to the last of them, and none that was there before.
    expect(ours.packets.length).toBeGreaterThanOrEqual(written);
    const before = theirs.packets.filter((packet) => timeOf(packet) / 1e6 < killed).length;
    expect(ours.packets.length).toBeGreaterThanOrEqual(before);
    expect((await tapFilesOf(path)).flat()).toEqual([]);
    expect(numbersOf(ours.packets)).toEqual(numbersOf(theirs.packets.slice(0, ours.packets.length)));
    return { ended, ours };
  }

  /** @returns how many packets are in the file by now, among them all but the latest that were on the wire */
  async function untilNearlyWritten(path: string): Promise<number> {
    for (const started = Date.now(); Date.now() - started < 30_000; await pause(50)) {
      const { packets } = await readCapture(path);
      const last = packets.at(-1);
      if (last && packets.length > 5_000 && Date.now() - timeOf(last) / 1e6 < mostBehindMilliseconds)
        return packets.length;
    }
    throw new Error('the capture is always behind');
  }

  it('keeps what was on the wire before its process was killed, and says so', async () => {
    const { ended, ours } = await killAtLoad('child', (capture) => process.kill(capture.captureProcess(), 'SIGKILL'));
    expect(ended.code).toBe(1);
    expect(ended.errors).toContain('the capture process died');
    // At most a block that was being written is cut off.
    expect(ours.warnings.filter(({ severity }) => severity !== 'cut')).toEqual([]);
  });

  for (const backend of ['dumpcap', 'tcpdump']) {
    const lacking = missingRequirement(backend);
    const name = `takes in what waited for packets of another interface, through ${backend}${because(lacking)}`;
    it.skipIf(lacking)(name, async () => {
      const { network } = stage;
      const [path, reference] = [
        stage.file(`waited-${backend}.pcapng`),
        stage.file(`waited-${backend}-reference.pcap`),
      ];
      const stop = await startReference(network, reference, 'udp');
      const options = ['-i', 'lo', '-f', 'udp port 9000', '--backend', backend, '--buffer', '64'];
      const capture = await stage.capture('-w', path, ...options);
      const traffic = network.startTraffic('udp', 10_000_000, 200, 0.00005);
      const local = network.spawn('python3', [network.script, 'udp', '127.0.0.1', '800', '200', '0.003'], {
        stdio: 'ignore',
      });
      // Long enough for both files of what waits to have had their turns, and for the other interface to be quiet again: all wait for it.
      await pause(5_000);
      // Whoever takes it in is held back until it is seen what there is.
      process.kill(capture.child.pid!, 'SIGSTOP');
      process.kill(capture.captureProcess(), 'SIGKILL');
      await pause(100);
      const inOrder = (await readCapture(path)).packets.length;
      const waiting = (await Promise.all(waitingPaths(path).map(readCapture))).flatMap(({ packets }) => packets);
      process.kill(capture.child.pid!, 'SIGCONT');
      const { errors, output } = await capture.ended;
      for (const child of [traffic, local]) child.kill('SIGKILL');
      await stop();
      expect(errors).toContain('the capture process died');
      const ours = await readCapture(path);
      expect(ours.warnings).toEqual([]);
      expect(ours.packets.length).toBeGreaterThan(inOrder + 100);
      expect(output).toContain(`${ours.packets.length} packets captured`);
      const wire = ours.packets.filter((packet) => packet.interface === ours.packets[0]!.interface);
      const theirs = numbersOf((await readCapture(reference)).packets);
      expect(numbersOf(wire)).toEqual(theirs.slice(0, wire.length));
      const there = new Set(ours.packets.map(stamp));
      expect(waiting.filter((packet) => !there.has(stamp(packet)))).toEqual([]);
      expect(there.size).toBe(ours.packets.length);
      expect(waitingPaths(path).filter((each) => existsSync(each))).toEqual([]);
    });
  }

  it('ends in order when the whole program is killed', async () => {
    const { ours } = await killAtLoad('program', ({ child }) => child.kill('SIGKILL'));
    expect(ours.warnings).toEqual([]);
    // Its end is in the file: the counts that only an end in order brings.
    await until('the capture process has ended', () => running('capture-child').length === 0);
  });

  it('stops when the disk is full, and keeps whole what is there', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'wirestate-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    try {
      const path = join(disk, 'full.pcapng');
      const capture = await stage.capture('-w', path, '-f', 'udp');
      await stage.network.traffic('udp', 4_000, 1_000, 0.0002);
      const { code, errors, output } = await capture.ended;
      expect(code).toBe(1);
      expect(errors).toContain(`the disk that holds ${path} is full`);
      const { packets, warnings } = await readCapture(path);
      expect(warnings).toEqual([]);
      expect(packets.length).toBeGreaterThan(400);
      expect(output).toContain(`${packets.length} packets captured`);
      expect(numbersOf(packets)).toEqual(packets.map((_, at) => at));
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
    }
  });

  it('puts the packets of several interfaces in the order of their times', async () => {
    const path = stage.file('merged.pcapng');
    const capture = await stage.capture('-i', 'lo', '-w', path, '-f', 'udp port 9000');
    const { network } = stage;
    const local = network.spawn('python3', [network.script, 'udp', '127.0.0.1', '150', '100', '0.005'], {
      stdio: 'ignore',
    });
    await Promise.all([network.traffic('udp', 150, 100, 0.005), new Promise((resolve) => local.on('exit', resolve))]);
    expect((await capture.interrupt()).output).toMatch(/^300 packets captured/);
    const { packets } = await readCapture(path);
    const times = packets.map(({ seconds, nanoseconds }) => seconds * 1e9 + nanoseconds);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    // They do take turns.
    const turns = packets.filter((packet, at) => at > 0 && packet.interface !== packets[at - 1]!.interface).length;
    expect(turns).toBeGreaterThan(50);
  });

  it('captures twice at once, and on interfaces of different link types into one file', async () => {
    const { network } = stage;
    network.run('ip', 'tuntap', 'add', 'wst', 'mode', 'tun');
    network.run('ip', 'link', 'set', 'wst', 'up');
    network.run('ip', 'address', 'add', '10.89.0.1/24', 'dev', 'wst');
    const [both, one] = [stage.file('both.pcapng'), stage.file('one.pcapng')];
    const captures = [
      await stage.capture('-i', 'any', '-w', both, '-f', 'udp port 9000', '--backend', 'tcpdump'),
      await stage.capture('-w', one, '-f', 'udp port 9000'),
    ];
    await network.traffic('udp', 30, 100, 0.001);
    for (const capture of captures) expect((await capture.interrupt()).code).toBe(0);
    const read = await readCapture(both);
    expect(read.capture.interfaces.map(({ name, linkType }) => [name, linkType]).sort()).toEqual([
      ['any', 276],
      ['wsa', 1],
    ]);
    const counts = [0, 1].map((index) => read.packets.filter((packet) => packet.interface === index).length);
    expect(counts).toEqual([30, 30]);
    expect((await readCapture(one)).packets).toHaveLength(30);
  });

  for (const backend of ['dumpcap', 'tcpdump', 'cap'] as const) {
    const lacking = missingRequirement(backend);
    it.skipIf(lacking)(`says that the interface is gone, through ${backend}${because(lacking)}`, async () => {
      const { network } = stage;
      const device = `ws${backend.slice(0, 4)}`;
      network.run('ip', 'link', 'add', device, 'type', 'veth', 'peer', 'name', `${device}x`);
      for (const end of [device, `${device}x`]) network.run('ip', 'link', 'set', end, 'up');
      const path = stage.file(`gone-${backend}.pcapng`);
      const capture = await startCapture(network, stage.built, '-i', device, '-w', path, '--backend', backend);
      await pause(1_500);
      network.run('ip', 'link', 'delete', device);
      const { code, errors } = await capture.ended;
      expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining(`${device} is gone`) });
      expect((await readCapture(path)).warnings).toEqual([]);
    });
  }
});

const timeOf = ({ seconds, nanoseconds }: ReadPacket): number => seconds * 1e9 + nanoseconds;

const stamp = ({ interface: from, seconds, nanoseconds }: ReadPacket): string => `${from} ${seconds} ${nanoseconds}`;

/** The numbers that the sender wrote into its datagrams. */
const numbersOf = (packets: readonly ReadPacket[]): number[] =>
  packets.map(({ data }) => Number(Buffer.from(data.subarray(42, 50)).toString()));

function running(name: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(name) && line.includes(`live-tests-${process.pid}`));
}
