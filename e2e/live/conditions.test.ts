import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import { childrenOf, sizeOf } from './support/capturing';
import { because, missingRequirement } from './support/requirements';
import { useStage } from './support/stage';

const missing = missingRequirement('dumpcap');

describe.skipIf(missing)(`the command capture${because(missing)}`, () => {
  const stage = useStage();

  it('refuses a wrong call before it starts anything, in a line that says what would be right', async () => {
    const path = stage.file('refused.pcapng');
    const cases: [string[], RegExp, number][] = [
      [['-w', path, '-f', 'tcp port 80 andd'], /^wirestate: -f tcp port 80 andd: .*syntax error$/, 2],
      [['-w', path, '-f', 'tcp port nonsense'], /^wirestate: -f tcp port nonsense: .*port 'nonsense'/, 2],
      [['-w', path, '-i', 'wsz'], /^wirestate: -i wsz: .*there are .*wsa/, 2],
      [['-w', path, '-c', 'many'], /^wirestate: -c many: /, 2],
      [['-w', path, '-a', 'duration'], /^wirestate: -a duration: .*duration:NUMBER/, 2],
      [['-w', path, '--backend', 'nmap'], /^wirestate: --backend nmap: .*auto, cap, dumpcap, tcpdump$/, 2],
      [[], /^wirestate: -w FILE is missing/, 2],
      [['-w', stage.file('no-such-folder/a.pcapng')], /cannot be written/, 1],
    ];
    const ended = await Promise.all(cases.map(async ([args]) => (await stage.capture(...args)).ended));
    for (const [at, { code, errors }] of ended.entries()) {
      const [args, words, expected] = cases[at]!;
      expect(errors.trimEnd(), args.join(' ')).toMatch(words);
      expect(errors.trimEnd().split('\n')).toHaveLength(1);
      expect(code).toBe(expected);
    }
    expect(sizeOf(path)).toBe(0);
  });

  it('takes what its capture filter lets through, and says so in the file', async () => {
    const path = stage.file('filtered.pcapng');
    const capture = await stage.capture('-w', path, '-f', 'udp and less 200');
    await stage.network.traffic('tcp', 10_000);
    await stage.network.traffic('udp', 5, 1_000, 0);
    await stage.network.traffic('udp', 7, 100, 0);
    expect((await capture.interrupt()).output).toMatch(/^7 packets captured/);
    const { packets, capture: read } = await readCapture(path);
    expect(packets.map(({ originalLength }) => originalLength)).toEqual(Array(7).fill(142));
    expect(read.interfaces[0]).toMatchObject({ name: 'wsa', filter: 'udp and less 200' });
  });

  it('keeps so many bytes of each packet as were asked for', async () => {
    const path = stage.file('cut.pcapng');
    const capture = await stage.capture('-w', path, '-s', '60', '-f', 'udp');
    await stage.network.traffic('udp', 3, 1_000, 0);
    await capture.interrupt();
    const { packets } = await readCapture(path);
    expect(packets.map(({ data, originalLength }) => [data.length, originalLength])).toEqual(
      Array(3).fill([60, 1_042]),
    );
  });

  it('stops after so many packets, not one more', async () => {
    const path = stage.file('count.pcapng');
    const capture = await stage.capture('-w', path, '-c', '10', '-f', 'udp');
    await stage.network.traffic('udp', 100, 100, 0);
    expect(await capture.ended).toMatchObject({ code: 0, output: expect.stringMatching(/^10 packets captured/) });
    expect((await readCapture(path)).packets).toHaveLength(10);
  });

  it('stops after so many seconds, and after so many bytes', async () => {
    const [timed, sized] = [stage.file('timed.pcapng'), stage.file('sized.pcapng')];
    const started = Date.now();
    const captures = [
      await stage.capture('-w', timed, '-a', 'duration:1'),
      await stage.capture('-w', sized, '-a', 'filesize:100'),
    ];
    await stage.network.traffic('udp', 200, 1_000, 0.001);
    for (const capture of captures) expect((await capture.ended).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThan(1_000);
    expect(sizeOf(sized)).toBeGreaterThanOrEqual(100_000);
    expect(sizeOf(sized)).toBeLessThan(105_000);
    expect((await readCapture(sized)).warnings).toEqual([]);
  });

  it('writes a ring of files, each whole, of which the newest stay', async () => {
    const path = stage.file('ring/all.pcapng');
    mkdirSync(dirname(path));
    const capture = await stage.capture('-w', path, '-b', 'filesize:20', '-b', 'files:3', '-f', 'udp');
    await stage.network.traffic('udp', 200, 1_000, 0.0005);
    expect((await capture.interrupt()).output).toMatch(/^200 packets captured/);
    const names = readdirSync(dirname(path)).sort();
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^all_000\d\d_\d{14}\.pcapng$/);
    const read = await Promise.all(names.map((name) => readCapture(stage.file(`ring/${name}`))));
    const numbers = read.flatMap(({ packets, warnings }) => {
      expect(warnings).toEqual([]);
      return packets.map(({ data }) => Number(Buffer.from(data.subarray(42, 50)).toString()));
    });
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => 200 - numbers.length + at));
    expect(numbers.length).toBeGreaterThan(40);
  });

  for (const backend of ['dumpcap', 'tcpdump']) {
    it(`tells what ${backend} lost, and counts every packet one way or the other`, async () => {
      const path = stage.file(`lossy-${backend}.pcapng`);
      const options = ['-w', path, '-f', 'udp', '--backend', backend, '--buffer', '1'];
      const capture = await stage.capture(...options);
      const stalled = [capture.captureProcess(), ...childrenOf(capture.captureProcess())];
      // Nobody takes the packets: the kernel's buffer fills.
      for (const pid of stalled) process.kill(pid, 'SIGSTOP');
      const sent = await stage.network.flood(1, 30_000, 1_000);
      for (const pid of stalled) process.kill(pid, 'SIGCONT');
      const { output } = await capture.interrupt();
      const [, captured, received, dropped] =
        /^(\d+) packets captured, (\d+) received, (\d+) dropped by the kernel/.exec(output)?.map(Number) ?? [];
      expect(dropped).toBeGreaterThan(0);
      expect(captured! + dropped!).toBe(sent);
      expect(received).toBe(sent);
      const { packets, capture: read } = await readCapture(path);
      expect(packets).toHaveLength(captured!);
      expect(read.interfaces[0]?.statistics).toMatchObject({ received, droppedByOperatingSystem: dropped });
    });
  }

  it('writes to the standard output while it captures', async () => {
    const capture = await stage.capture('-w', '-', '-c', '5', '-f', 'udp');
    await stage.network.traffic('udp', 20, 100, 0.01);
    const { code, output, errors } = await capture.ended;
    expect(code).toBe(0);
    expect(errors).toContain('5 packets captured');
    const path = stage.file('printed.pcapng');
    writeFileSync(path, output, 'latin1');
    const { packets, warnings } = await readCapture(path);
    expect(warnings).toEqual([]);
    expect(packets.map(({ originalLength }) => originalLength)).toEqual(Array(5).fill(142));
  });

  it('takes packets whose times go back, as they do when the clock is set, in the order in which they come', async () => {
    const folder = stage.file('set-clock');
    mkdirSync(folder);
    const times = [1_700_000_010, 1_700_000_011, 1_700_000_003, 1_700_000_004];
    writeFileSync(join(folder, 'capture.pcap'), pcapOf(times));
    // A tcpdump that the kernel gives such times.
    const program = `#!/bin/sh
case "$*" in
*--version*) echo "tcpdump version 4.99" ;;
*-L*) exit 0 ;;
*) cat ${join(folder, 'capture.pcap')}; echo "listening on wsa" >&2; exec sleep 30 ;;
esac
`;
    writeFileSync(join(folder, 'tcpdump'), program, { mode: 0o755 });
    const path = stage.file('set-clock.pcapng');
    const command = [join(stage.built, 'cli.js'), 'capture', '-i', 'wsa', '-w', path, '-c', `${times.length}`];
    const child = stage.network.spawn(process.execPath, [...command, '--backend', 'tcpdump'], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    const { packets, warnings } = await readCapture(path);
    expect(warnings).toEqual([]);
    expect(packets.map(({ seconds }) => seconds)).toEqual(times);
  });
});

/** A pcap file (draft-ietf-opsawg-pcap §4) of Ethernet frames of zeros at these times. */
function pcapOf(times: readonly number[]): Uint8Array {
  const length = 60;
  const view = new DataView(new ArrayBuffer(24 + times.length * (16 + length)));
  for (const [at, word] of [0xa1b23c4d, 0x0004_0002, 0, 0, 262_144, 1].entries()) view.setUint32(at * 4, word, true);
  for (const [index, seconds] of times.entries()) {
    const at = 24 + index * (16 + length);
    for (const [word, value] of [seconds, 0, length, length].entries()) view.setUint32(at + word * 4, value, true);
  }
  return new Uint8Array(view.buffer);
}
