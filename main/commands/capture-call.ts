import type { WantedBackend } from '../capture/backend-choice';
import { noStop, type RingRequest, type StopConditions } from '../capture/capture-request';
import type { TapRequest } from '../capture/tap';
import { CommandError } from './command-error';
import { listOf, required } from './options';

const example = 'wirestate capture -i eth0 -w web.pcapng';
const backendNames = ['auto', 'cap', 'dumpcap', 'tcpdump'];
/** As elsewhere that `filesize:` is given in kilobytes, these are of a thousand bytes. */
const kilobyte = 1000;

/** The call of `capture` in the words of the capture process. */
export interface CaptureCall {
  readonly devices: readonly string[];
  readonly path: string;
  readonly filter: string;
  readonly backend: WantedBackend;
  readonly tap: Omit<TapRequest, 'device' | 'filter'>;
  readonly ring: RingRequest | null;
  readonly stop: StopConditions;
  readonly noteProcesses: boolean;
}

/**
 * @param names of the interfaces that there are
 * @throws CommandError naming the option that is wrong, and what would be right
 */
export function captureCall(options: Record<string, unknown>, names: readonly string[]): CaptureCall {
  const devices = listOf(options.i);
  if (devices.length === 0 || devices.includes('true')) {
    throw CommandError.usage(`-i NAME is missing; there are ${names.join(', ')}: ${example}`);
  }
  const twice = devices.find((device, at) => devices.indexOf(device) !== at);
  if (twice !== undefined) throw CommandError.usage(`-i ${twice} is given twice; each interface is captured once`);
  const path = required(options.w, '-w FILE', example);
  const backend = String(options.backend);
  if (!backendNames.includes(backend)) {
    throw CommandError.usage(`--backend ${backend}: a backend is one of ${backendNames.join(', ')}`);
  }
  const ring = ringOf(listOf(options.b));
  if (ring !== null && path === '-') throw CommandError.usage('-b is for files: give -w a file instead of -');
  return {
    devices,
    path,
    filter: options.f === undefined ? '' : required(options.f, '-f FILTER', `${example} -f "tcp port 80"`),
    backend: backend as WantedBackend,
    tap: {
      snapLength: options.s === undefined ? 0 : counted(options.s, '-s', 1, 262_144),
      promiscuous: options.p !== true,
      monitor: options.monitor === true,
      bufferMebibytes: counted(options.buffer, '--buffer', 1, 1024),
    },
    ring,
    stop: stopOf(options, ring),
    noteProcesses: options.processes !== false,
  };
}

function stopOf(options: Record<string, unknown>, ring: RingRequest | null): StopConditions {
  const stop: { -readonly [Key in keyof StopConditions]: StopConditions[Key] } = { ...noStop };
  if (options.c !== undefined) stop.packets = counted(options.c, '-c', 1);
  for (const text of listOf(options.a)) {
    const { name, value } = condition(text, '-a', ['duration', 'filesize', 'packets', 'files']);
    if (name === 'duration') stop.seconds = value;
    else if (name === 'filesize') stop.bytes = value * kilobyte;
    else stop[name as 'packets' | 'files'] = value;
  }
  if (stop.files !== null && ring === null)
    throw CommandError.usage('-a files:N is for a ring of files: add -b filesize:KILOBYTES');
  return stop;
}

function ringOf(texts: readonly string[]): RingRequest | null {
  if (texts.length === 0) return null;
  const ring: { -readonly [Key in keyof RingRequest]: RingRequest[Key] } = { bytes: null, seconds: null, files: null };
  for (const text of texts) {
    const { name, value } = condition(text, '-b', ['filesize', 'duration', 'files']);
    if (name === 'filesize') ring.bytes = value * kilobyte;
    else if (name === 'duration') ring.seconds = value;
    else ring.files = value;
  }
  if (ring.bytes === null && ring.seconds === null) {
    throw CommandError.usage('-b files:N needs -b filesize:KILOBYTES or -b duration:SECONDS beside it');
  }
  return ring;
}

function condition(text: string, option: string, names: readonly string[]): { name: string; value: number } {
  const [name = '', value = ''] = text.split(':');
  const amount = Number(value);
  if (!names.includes(name) || value === '' || !(amount > 0) || (name !== 'duration' && !Number.isInteger(amount))) {
    const right = names.map((known) => `${known}:NUMBER`).join(', ');
    throw CommandError.usage(`${option} ${text}: a condition is one of ${right}`);
  }
  return { name, value: amount };
}

function counted(value: unknown, option: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw CommandError.usage(`${option} ${value}: it takes a whole number ${range}`);
}
