import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../generator/make';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'wirestate-cli-'));
const capture = join(folder, 'mixed.pcap');
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;

beforeAll(() => {
  make({ kind: 'mixed', path: capture, packets: 800, seed: 5 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

function wirestate(...args: string[]): Outcome {
  const command = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'main/cli.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    cwd: folder,
  });
  return { status, out: stdout, error: stderr };
}

describe('fields', () => {
  const wanted = ['-e', 'frame.number', '-e', 'ip.src', '-e', 'tcp.flags', '-e', 'tcp.port', '-e', 'dns.qry.name'];

  it.skipIf(!hasTshark)('prints what tshark prints, occurrence by occurrence (needs tshark)', () => {
    for (const occurrence of ['f', 'l', 'a']) {
      const args = ['-r', capture, '-E', 'header=y', '-E', `occurrence=${occurrence}`, ...wanted];
      const theirs = spawnSync('tshark', ['-n', '-T', 'fields', ...args], { encoding: 'utf8' }).stdout;
      expect(wirestate('fields', ...args).out).toBe(theirs);
    }
  });

  it.skipIf(!hasTshark)('prints columns of the list, and values in quotes (needs tshark)', () => {
    const columns = ['No.', 'Time', 'Source', 'Destination', 'Length'].flatMap((name) => ['-e', `_ws.col.${name}`]);
    const args = ['-r', capture, '-E', 'quote=d', ...columns, ...wanted, '-e', 'ip', '-e', 'tcp.connection.syn'];
    const theirs = spawnSync('tshark', ['-n', '-T', 'fields', ...args], { encoding: 'utf8' }).stdout;
    expect(wirestate('fields', ...args).out).toBe(theirs);
  });

  it.skipIf(!hasTshark)('prints the packets that a filter leaves (needs tshark)', () => {
    const args = ['-r', capture, '-Y', 'tcp.flags.syn == 1 and not tcp.flags.ack == 1', '-e', 'frame.number'];
    const theirs = spawnSync('tshark', ['-n', '-T', 'fields', ...args], { encoding: 'utf8' }).stdout;
    expect(theirs.split('\n').length).toBeGreaterThan(5);
    expect(wirestate('fields', ...args).out).toBe(theirs);
  });

  it('names the nearest fields where there is no such one, and exits 2', () => {
    const { status, error } = wirestate('fields', '-r', capture, '-e', 'tcp.srcprt');
    expect(status).toBe(2);
    expect(error).toContain('tcp.srcport');
    expect(error.trim().split('\n')).toHaveLength(1);
  });

  it('points at the column of a filter that does not parse, and exits 2', () => {
    const { status, error } = wirestate('fields', '-r', capture, '-Y', 'tcp.port == ', '-e', 'frame.number');
    expect(status).toBe(2);
    expect(error).toMatch(/column 1[0-9]/);
  });

  it('says which file it is that cannot be read, and exits 1', () => {
    expect(wirestate('fields', '-r', folder, '-e', 'ip.src')).toMatchObject({ status: 1, out: '' });
    expect(wirestate('fields', '-r', join(folder, 'none'), '-e', 'ip.src').error).toContain('no such file');
  });

  it('prints all that precedes the cut of a capture cut short, warns, and exits 0', () => {
    const cut = join(folder, 'cut.pcap');
    make({ kind: 'mixed', path: cut, packets: 100, seed: 5 });
    const whole = wirestate('fields', '-r', cut, '-e', 'frame.number').out.trim().split('\n').length;
    truncateSync(cut, statSync(cut).size - 5);
    const { status, out, error } = wirestate('fields', '-r', cut, '-e', 'frame.number');
    expect(status).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(whole - 1);
    expect(error).toMatch(/byte \d+: expected/);
  });
});

describe('export', () => {
  const filter = 'tcp.flags.syn == 1 and not tcp.flags.ack == 1';
  /** Times, lengths and numbers of TCP segments, as tshark reads them in a file. */
  const theirs = (path: string, ...args: string[]): string => {
    const fields = ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'tcp.seq_raw'].flatMap((field) => ['-e', field]);
    return spawnSync('tshark', ['-n', '-r', path, '-T', 'fields', ...fields, ...args], { encoding: 'utf8' }).stdout;
  };

  it.skipIf(!hasTshark)('writes the packets that a filter leaves, in each format (needs tshark)', () => {
    const expected = theirs(capture, '-Y', filter);
    expect(expected.split('\n').length).toBeGreaterThan(5);
    for (const [name, magic] of [
      ['pcap', 'd4c3b2a1'],
      ['pcap-nanosecond', '4d3cb2a1'],
      ['pcapng', '0a0d0d0a'],
    ] as const) {
      const target = join(folder, `export-${name}`);
      const { status, out } = wirestate('export', '-r', capture, '-w', target, '-Y', filter, '--format', name);
      expect({ status, out }).toEqual({
        status: 0,
        out: `${expected.trim().split('\n').length} of 800 packets written\n`,
      });
      expect(readFileSync(target).toString('hex', 0, 4)).toBe(magic);
      expect(theirs(target)).toBe(expected);
    }
  });

  it('chooses the format by the name, and writes to standard output', () => {
    const target = join(folder, 'all.pcapng');
    expect(wirestate('export', '-r', capture, '-w', target).status).toBe(0);
    const read = wirestate('fields', '-r', target, '-e', 'frame.number').out.trim().split('\n');
    expect(read).toHaveLength(800);
    const command = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'main/cli.ts')];
    const { stdout } = spawnSync(process.execPath, [...command, 'export', '-r', capture, '-w', '-', '-Y', 'udp']);
    const udp = wirestate('export', '-r', capture, '-w', join(folder, 'udp.pcapng'), '-Y', 'udp');
    expect(udp.status).toBe(0);
    expect(stdout.equals(readFileSync(join(folder, 'udp.pcapng')))).toBe(true);
  });

  it('keeps nanoseconds in a pcap file where the capture has them', () => {
    const [fine, copy, coarse] = ['fine', 'copy', 'coarse'].map((name) => join(folder, `${name}.pcap`)) as [
      string,
      string,
      string,
    ];
    wirestate('export', '-r', capture, '-w', fine, '--format', 'pcap-nanosecond');
    wirestate('export', '-r', fine, '-w', copy);
    expect(readFileSync(copy).equals(readFileSync(fine))).toBe(true);
    wirestate('export', '-r', fine, '-w', coarse, '--format', 'pcap');
    expect(readFileSync(coarse).toString('hex', 0, 4)).toBe('d4c3b2a1');
  });

  it('points under the column of a filter that is wrong, writes nothing, and exits 2', () => {
    const target = join(folder, 'none.pcapng');
    const { status, out, error } = wirestate('export', '-r', capture, '-w', target, '-Y', 'tcp and tcp.prt == 1');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(/column 9: there is no field tcp.prt; the nearest are .*tcp\.port/);
    expect(error.split('\n')[2]).toBe(`${' '.repeat(10)}^${'~'.repeat(6)}`);
    expect(existsSync(target)).toBe(false);
  });

  it('names the formats, and says what is missing', () => {
    expect(wirestate('export', '-r', capture, '-w', 'x', '--format', 'erf').error).toContain('pcap-nanosecond');
    expect(wirestate('export', '-r', capture)).toMatchObject({ status: 2 });
    const own = join(folder, 'own.pcapng');
    wirestate('export', '-r', capture, '-w', own);
    expect(wirestate('export', '-r', own, '-w', own)).toMatchObject({ status: 2 });
    expect(wirestate('export', '-r', capture, '-w', join(folder, 'no', 'such'))).toMatchObject({ status: 1 });
  });
});

describe('connections, states and follow', () => {
  it('number the connections as fields does', () => {
    const connections = JSON.parse(wirestate('connections', '-r', capture, '--json').out) as { stream: number }[];
    const streams = wirestate('fields', '-r', capture, '-Y', 'tcp', '-e', 'tcp.stream').out.trim().split('\n');
    expect(connections.map(({ stream }) => stream)).toEqual([...new Set(streams.map(Number))].sort((a, b) => a - b));
  });

  it('list no socket before the first packet, and the listeners and the rest later', () => {
    const { sockets } = JSON.parse(wirestate('states', '-r', capture, '--at', '0', '--json').out);
    expect(sockets).toEqual([]);
    expect(wirestate('states', '-r', capture).out).toMatch(/LISTEN/);
    expect(wirestate('states', '-r', capture, '--at', 'yesterday')).toMatchObject({ status: 2 });
  });

  it('give the same bytes raw and in JSON', () => {
    const raw = wirestate('follow', '-r', capture, '--stream', '1', '--direction', 'client', '--format', 'raw').out;
    const { parts } = JSON.parse(wirestate('follow', '-r', capture, '--stream', '1', '--format', 'json').out);
    const client = parts.filter(({ sender, data }: { sender: string; data?: string }) => sender === 'client' && data);
    const bytes = Buffer.concat(client.map(({ data }: { data: string }) => Buffer.from(data, 'base64')));
    expect(bytes.toString('utf8')).toBe(raw);
    expect(raw.length).toBeGreaterThan(0);
  });

  it('say which streams there are', () => {
    const { status, error } = wirestate('follow', '-r', capture, '--stream', '99999');
    expect(status).toBe(2);
    expect(error).toMatch(/connections 0 to \d+/);
    for (const text of ['x', '-1', '1.5']) {
      const wrong = wirestate('follow', '-r', capture, `--stream=${text}`);
      expect(wrong).toMatchObject({ status: 2, out: '' });
      expect(wrong.error).toContain(`--stream ${text}: a connection's number`);
    }
  });
});

describe('bench', () => {
  it('measures loading, memory, filters and following', () => {
    const { status, out } = wirestate('bench', '-r', capture, '--json');
    expect(status).toBe(0);
    const measures = JSON.parse(out);
    expect(measures.packets).toBe(wirestate('fields', '-r', capture, '-e', 'frame.len').out.trim().split('\n').length);
    const known = ['loadSeconds', 'firstRowsMilliseconds', 'peakRssBytes', 'bytesPerPacket', 'followSeconds'];
    for (const name of known) expect(measures[name], name).toBeGreaterThan(0);
    expect(measures.filters.length).toBeGreaterThan(5);
    for (const { seconds } of measures.filters) expect(seconds).toBeGreaterThan(0);
  });
});

describe('a wrong call', () => {
  it('is answered in one line with what would be right', () => {
    for (const args of [
      ['fields'],
      ['bench'],
      ['follow', '-r', capture],
      ['serve', '--port', 'x'],
      ['fields', '-r', '-', '-e', 'ip.src'],
    ]) {
      const { status, error } = wirestate(...args);
      expect(status, args.join(' ')).toBe(2);
      expect(error.trim().split('\n'), args.join(' ')).toHaveLength(1);
    }
  });

  it('takes a name that looks like a number as it is, and none for missing', () => {
    for (const name of ['007', '1e5']) {
      copyFileSync(capture, join(folder, name));
      const { status, out } = wirestate('fields', '-r', name, '-Y', '', '-e', 'frame.number');
      expect({ name, status, packets: out.trim().split('\n').length }).toEqual({ name, status: 0, packets: 800 });
    }
    expect(wirestate('connections', '-r', '')).toMatchObject({ status: 2, out: '' });
  });

  it('serve says of a file that it cannot show what is wrong with it, and exits 1', () => {
    const missing = wirestate('serve', join(folder, 'none.pcap'));
    expect(missing).toMatchObject({ status: 1, out: '' });
    expect(missing.error).toContain('no such file');
    expect(wirestate('serve', __filename).error).toContain('expected a pcap or pcapng file');
  });

  it('an empty file is no capture, and exits 1', () => {
    const empty = join(folder, 'empty.pcap');
    writeFileSync(empty, '');
    expect(wirestate('connections', '-r', empty)).toMatchObject({ status: 1, out: '' });
  });
});
