// How much each backend takes before it loses the first packet, how far the times that the binding `cap` gives are from the
// kernel's, and of how many short connections the process is seen. Not a test: what it prints depends on the machine. Run as root:
//   npx tsx e2e/live/bench.ts [dumpcap] [tcpdump] [cap] [alone] [times] [processes]   all of them unless some are named
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReadPacket, readCapture } from '../../main/files/read-everything';
import { buildCommandLine } from './support/build';
import { pause, startCapture, startReference } from './support/capturing';
import { Network } from './support/network';
import { missingRequirement } from './support/requirements';

const rates = [50, 75, 100, 125, 150, 175, 200, 225, 250, 300, 350, 400, 500, 600, 800, 1_000].map(
  (thousands) => thousands * 1_000,
);
/** The kernel's buffer holds a part of a second. */
const seconds = 4;
const length = 200;
const filter = 'udp dst port 9000';
const bufferMebibytes = '32';
const connections = 100;
/** See `Network.addDrain`. */
const drain = 'wsi';

const wanted = process.argv.slice(2);
const isWanted = (part: string): boolean => wanted.length === 0 || wanted.includes(part);

async function main(): Promise<void> {
  const missing = missingRequirement();
  if (missing !== null) throw new Error(missing);
  const built = await buildCommandLine();
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-bench-'));
  const network = await Network.raise();
  try {
    network.addDrain();
    const bench = new Bench(built, folder, network);
    for (const backend of ['dumpcap', 'tcpdump', 'cap']) {
      if (isWanted(backend) && missingRequirement(backend) === null) {
        await bench.loss(backend, (path) => bench.captureWith(backend, path));
      }
    }
    if (isWanted('alone') && missingRequirement('dumpcap') === null)
      await bench.loss('dumpcap alone', (path) => bench.dumpcapAlone(path));
    if (isWanted('times') && missingRequirement('cap') === null) {
      await bench.times('idle', () => network.traffic('udp', 1_000, 100, 0.005));
      await bench.times('under load', () => network.traffic('udp', 200_000, 100, 0));
    }
    if (isWanted('processes')) for (const open of [5, 20, 50]) await bench.processes(open);
  } finally {
    network.lower();
    for (const path of [built, folder]) rmSync(path, { recursive: true, force: true });
  }
}

type Stop = () => Promise<unknown>;

class Bench {
  constructor(
    private readonly built: string,
    private readonly folder: string,
    private readonly network: Network,
  ) {}

  /** Goes up with the rate until packets are lost. */
  async loss(name: string, start: (path: string) => Promise<Stop>): Promise<void> {
    let best = 0;
    let limit = '';
    for (const rate of rates) {
      const path = join(this.folder, 'loss.pcapng');
      const stop = await start(path);
      const sent = await this.network.torrent(seconds, rate, length);
      await pause(300);
      await stop();
      const captured = Number(/Number of packets:\s+(\d+)/.exec(this.network.run('capinfos', '-M', '-c', path))?.[1]);
      rmSync(path);
      const reached = Math.round(sent / seconds);
      console.log(`${name}: ${reached} packets/s sent, ${captured} of ${sent} captured`);
      if (captured < sent) break;
      best = reached;
      if (reached < rate * 0.9) {
        limit = ', which is all that the sender could do';
        break;
      }
    }
    console.log(`${name}: ${best} packets/s without a loss${limit}\n`);
  }

  async captureWith(backend: string, path: string, device = drain): Promise<Stop> {
    const options = ['-i', device, '-w', path, '-f', filter, '--backend', backend, '--buffer', bufferMebibytes];
    const capture = await startCapture(this.network, this.built, ...options);
    return () => capture.interrupt();
  }

  async dumpcapAlone(path: string): Promise<Stop> {
    const options = ['-q', '-i', drain, '-f', filter, '-B', bufferMebibytes, '-w', path];
    const child = this.network.spawn('dumpcap', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    await pause(500);
    return async () => {
      await pause(700);
      child.kill('SIGINT');
      await new Promise((resolve) => child.on('close', resolve));
    };
  }

  /** The same packets stamped by the binding and by the kernel. */
  async times(name: string, traffic: () => Promise<void>): Promise<void> {
    const [ours, theirs] = [join(this.folder, 'ours.pcapng'), join(this.folder, 'theirs.pcap')];
    const stopReference = await startReference(this.network, theirs, filter);
    const stop = await this.captureWith('cap', ours, this.network.device);
    await traffic();
    await stop();
    await stopReference();
    const kernel = new Map((await readCapture(theirs)).packets.map((packet) => [numberIn(packet), packet]));
    const errors = (await readCapture(ours)).packets.flatMap((packet) => {
      const other = kernel.get(numberIn(packet));
      if (!other) return [];
      return [(packet.seconds - other.seconds) * 1e6 + (packet.nanoseconds - other.nanoseconds) / 1e3];
    });
    errors.sort((one, other) => one - other);
    const at = (part: number) => errors[Math.min(errors.length - 1, Math.floor(errors.length * part))]!.toFixed(1);
    const spread = `median ${at(0.5)} µs, 99th percentile ${at(0.99)} µs, from ${at(0)} to ${at(1)} µs`;
    console.log(`times of cap after the kernel's, ${name}: ${spread} (${errors.length} packets)`);
  }

  /** Connections one after the other, each open for some milliseconds, of one process and of a process each. */
  async processes(milliseconds: number): Promise<void> {
    for (const kind of ['short', 'brief'] as const) {
      const path = join(this.folder, 'processes.pcapng');
      const capture = await startCapture(this.network, this.built, '-i', this.network.device, '-w', path, '-f', 'tcp');
      await this.network.traffic(kind, connections, milliseconds / 1000);
      await pause(1_000);
      await capture.interrupt();
      const notes = (await readCapture(path)).capture.connectionNotes;
      const seen = new Set(
        notes
          .filter(({ kind: of, remote }) => of === 'process' && remote?.port === 9_000)
          .map(({ local }) => local.port),
      );
      const whose = kind === 'short' ? 'one process' : 'a process each';
      console.log(
        `${whose}, open for ${milliseconds} ms: the client of ${seen.size} of ${connections} connections seen`,
      );
    }
  }
}

/** The number that the sender wrote into its datagram. */
const numberIn = ({ data }: ReadPacket): string => Buffer.from(data.subarray(42, 50)).toString();

void main();
