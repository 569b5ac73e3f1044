import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

type Traffic = 'udp' | 'tcp' | 'hold' | 'short' | 'brief';

/** The most that a veth pair takes: an IP packet of any length goes through whole. */
const MTU = 65_535;

/**
 * Two network namespaces joined by a pair of Ethernet devices, `wsa` here with 10.88.0.1 and `wsb` over there with 10.88.0.2, where
 * a sink takes whatever comes on port 9000.
 */
export class Network {
  readonly device = 'wsa';
  readonly farAddress = '10.88.0.2';
  /** Sends what it is asked to: see its head. */
  readonly script = script;
  private readonly near: string;
  private readonly far: string;
  private readonly started: ChildProcess[] = [];

  private constructor(name: string) {
    this.near = `${name}-near`;
    this.far = `${name}-far`;
  }

  static async raise(): Promise<Network> {
    const network = new Network(`ws${process.pid.toString(36)}${(raised++).toString(36)}`);
    const { near, far } = network;
    ip('netns', 'add', near);
    ip('netns', 'add', far);
    ip(
      '-n',
      near,
      'link',
      'add',
      'wsa',
      'mtu',
      `${MTU}`,
      'type',
      'veth',
      'peer',
      'name',
      'wsb',
      'mtu',
      `${MTU}`,
      'netns',
      far,
    );
    for (const [name, device, address] of [
      [near, 'wsa', '10.88.0.1/24'],
      [far, 'wsb', '10.88.0.2/24'],
    ] as const) {
      // Neighbour discovery would send packets of its own.
      const sysctl = `net.ipv6.conf.${device}.disable_ipv6=1`;
      execFileSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', sysctl], { stdio: 'ignore' });
      ip('-n', name, 'address', 'add', address, 'dev', device);
      ip('-n', name, 'link', 'set', device, 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    const sink = spawn('ip', ['netns', 'exec', far, 'python3', script, 'sink'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    network.started.push(sink);
    await new Promise((resolve) => sink.stdout?.once('data', resolve));
    return network;
  }

  /** Starts a program on the near side. */
  spawn(command: string, args: readonly string[], options: Parameters<typeof spawn>[2] = {}): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', this.near, command, ...args], options);
    this.started.push(child);
    return child;
  }

  /** Runs a program on the near side to its end. */
  run(command: string, ...args: string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.near, command, ...args], { encoding: 'utf8' });
  }

  async traffic(kind: Traffic, ...args: readonly (string | number)[]): Promise<void> {
    const child = this.startTraffic(kind, ...args);
    await new Promise((resolve) => child.on('exit', resolve));
  }

  startTraffic(kind: Traffic, ...args: readonly (string | number)[]): ChildProcess {
    return this.spawn('python3', [script, kind, this.farAddress, ...args.map(String)], { stdio: 'ignore' });
  }

  /** @returns how many datagrams were sent */
  flood(seconds: number, packetsPerSecond: number, length: number): Promise<number> {
    return this.count('flood', this.farAddress, seconds, packetsPerSecond, length);
  }

  /** Adds a device `wsi` on the near side that drops all that it sends, so that whoever sends is not held up by whoever takes it. */
  addDrain(): void {
    const { near } = this;
    ip('-n', near, 'link', 'add', 'wsi', 'gso_max_segs', '1', 'type', 'ifb');
    execFileSync('ip', ['netns', 'exec', near, 'sysctl', '-qw', 'net.ipv6.conf.wsi.disable_ipv6=1']);
    ip('-n', near, 'address', 'add', '10.90.0.1/24', 'dev', 'wsi');
    ip('-n', near, 'link', 'set', 'wsi', 'up');
    ip('-n', near, 'neighbour', 'add', '10.90.0.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'wsi');
  }

  /** Over that device. @returns how many datagrams were sent */
  torrent(seconds: number, packetsPerSecond: number, length: number): Promise<number> {
    return this.count('torrent', '10.90.0.2', seconds, packetsPerSecond, length);
  }

  private async count(...traffic: readonly (string | number)[]): Promise<number> {
    const args = [script, ...traffic].map(String);
    const child = this.spawn('python3', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    return Number(printed);
  }

  lower(): void {
    for (const child of this.started) child.kill('SIGKILL');
    for (const name of [this.near, this.far]) ip('netns', 'delete', name);
  }
}

let raised = 0;
const script = join(__dirname, 'traffic.py');

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
