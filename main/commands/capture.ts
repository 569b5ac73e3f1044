import { resolve } from 'node:path';
import type { CAC } from 'cac';
import { chooseBackend, type WantedBackend } from '../capture/backend-choice';
import { CaptureClient, type StoppedReport } from '../capture/capture-client';
import { checkFilter } from '../capture/filter-check';
import { type CapturableInterface, listInterfaces, specialDevice } from '../capture/interface-list';
import type { CaptureCounters } from '../capture/messages';
import { checkPermissions } from '../capture/permissions';
import type { TapRequest } from '../capture/tap';
import { type CaptureCall, captureCall } from './capture-call';
import { CommandError } from './command-error';

/** `capture`: to a file until it is interrupted or a condition is met. */
export function captureCommand(program: CAC): void {
  program
    .command('capture', 'Capture live to a file')
    .option('-i <name>', 'An interface; may be given several times')
    .option('-w [file]', 'The file to write, as pcapng; - for the standard output')
    .option('-f <filter>', 'Only what this capture filter lets through, as "tcp port 80"')
    .option('-c <number>', 'Stop after so many packets')
    .option('-a <condition>', 'Stop after duration:SECONDS, filesize:KILOBYTES, packets:NUMBER or files:NUMBER')
    .option('-b <condition>', 'Begin a new file after filesize:KILOBYTES or duration:SECONDS; keep files:NUMBER')
    .option('-s <bytes>', 'Keep so many bytes of each packet')
    .option('-p', 'Not in promiscuous mode')
    .option('--monitor', 'In monitor mode, on wireless interfaces')
    .option('--buffer <mebibytes>', "Size of the kernel's buffer", { default: 16 })
    .option('--backend <name>', 'auto, cap, dumpcap or tcpdump', { default: 'auto' })
    .option('--no-processes', 'Do not note which process each connection belongs to')
    .example('wirestate capture -i eth0 -w web.pcapng -f "tcp port 80" -a duration:60')
    .action(capture);
}

async function capture(options: Record<string, unknown>): Promise<void> {
  const interfaces = await listInterfaces();
  const names = interfaces.map(({ device }) => device);
  const call = captureCall({ ...options, w: namedFile(options.w, process.argv) }, names);
  const chosen = await Promise.all(call.devices.map((device) => interfaceNamed(device, interfaces)));
  const backend = await backendFor(call.backend, chosen[0]!.device);
  for (const { device, linkType } of chosen) {
    const { error } = await checkFilter(call.filter, device, linkType, backend);
    if (error !== null) throw CommandError.usage(`-f ${call.filter}: this is no capture filter: ${error}`);
  }
  const taps = chosen.map(({ device }): TapRequest => ({ ...call.tap, device, filter: call.filter }));
  const path = call.path === '-' ? '-' : resolve(call.path);
  const client = new CaptureClient(
    { backend, taps, path, ring: call.ring, stop: call.stop, noteProcesses: call.noteProcesses },
    {
      started: () => say(`capturing on ${call.devices.join(', ')} with ${backend}`),
      warning: say,
    },
  );
  const signals = stopOnSignals(client);
  const stopped = await client.stopped;
  signals.ignore();
  conclude(stopped, call);
}

async function interfaceNamed(
  device: string,
  interfaces: readonly CapturableInterface[],
): Promise<CapturableInterface> {
  const found = interfaces.find((candidate) => candidate.device === device) ?? (await specialDevice(device));
  if (found) return found;
  const names = interfaces.map((candidate) => candidate.device);
  throw CommandError.usage(`-i ${device}: there is no such interface; there are ${names.join(', ')}`);
}

/** The parser of options takes a lone `-` for no value. */
function namedFile(given: unknown, words: readonly string[]): unknown {
  return given === true && words[words.indexOf('-w') + 1] === '-' ? '-' : given;
}

async function backendFor(wanted: WantedBackend, device: string) {
  const { backend, reason } = await chooseBackend(wanted, device);
  if (backend === null) {
    const commands = (await checkPermissions()).steps.map(({ command }) => command).filter((command) => command !== '');
    const remedy = commands.length === 0 ? '' : `; to allow it: ${commands.join(', then ')}`;
    throw CommandError.unreadable(reason.replace(/\.$/, '') + remedy);
  }
  return backend;
}

/** The first signal ends the capture in order; the second does not wait for that. */
function stopOnSignals(client: CaptureClient): { ignore(): void } {
  let asked = false;
  const stop = () => {
    if (asked) client.kill();
    else void client.stop();
    asked = true;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    ignore: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

function conclude({ reason, sentence, counters, files }: StoppedReport, call: CaptureCall): void {
  const failed = ['interface-gone', 'disk-full', 'write-failed', 'backend-failed', 'killed'].includes(reason);
  if (files.length > 0) {
    const summary = `${summaryOf(counters)}\n`;
    if (call.path === '-') process.stderr.write(summary);
    else process.stdout.write(summary);
  }
  if (!failed) return;
  say(sentence.replace(/\.$/, ''));
  process.exitCode = 1;
}

function summaryOf({ captured, received, droppedByKernel, droppedByInterface, missing }: CaptureCounters): string {
  const parts = [`${captured} packets captured`];
  if (received !== null) parts.push(`${received} received`);
  parts.push(droppedByKernel === null ? 'drops by the kernel not told' : `${droppedByKernel} dropped by the kernel`);
  if (missing !== null && missing > 0) parts.push(`about ${missing} missing by the kernel's counts`);
  if (droppedByInterface !== null) parts.push(`${droppedByInterface} dropped by the interface`);
  return parts.join(', ');
}

const say = (sentence: string): void => {
  process.stderr.write(`wirestate: ${sentence}\n`);
};
