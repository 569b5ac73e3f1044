// The binding `cap`: needs no other program, but gives no times by the kernel and no counts of what was dropped.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend, BackendReport, FilterVerdict } from './backend';
import { capRemedy, loadCap } from './cap-binding';
import { captureWithCap } from './cap-capture';
import { runTool } from './run-tool';
import type { InnerTap, TapCommand, TapRequest } from './tap';

const BINDING_MISSING = 3;
/**
 * The binding has the kernel reserve 64 KiB for each packet that waits, however short it is: this much holds some four thousand.
 */
const leastBufferMebibytes = 256;
const packetsAMebibyte = 16;

export const cap: Backend = {
  name: 'cap',
  timestamps: 'wirestate',
  tellsOfDrops: 'never',
  // It has the kernel hand over every packet at once.
  collectsMilliseconds: 0,
  latencyMilliseconds: 100,
  inspect,
  tap,
  checkFilter,
  packetsHeld: (mebibytes) => Math.max(mebibytes, leastBufferMebibytes) * packetsAMebibyte,
  countsIn: () => null,
};

async function inspect(device: string): Promise<BackendReport> {
  const report = { name: 'cap', timestamps: 'wirestate' } as const;
  const tried = await tryOpening(device, '');
  if (tried.code === 0) return { ...report, installed: true, version: '0.2.1', mayCapture: true, obstacle: '' };
  if (tried.code === BINDING_MISSING) {
    return { ...report, installed: false, version: '', mayCapture: false, obstacle: capRemedy() };
  }
  const words =
    tried.errors
      .trim()
      .replace(/^cap: /, '')
      .split('\n')
      .at(-1) ?? '';
  const reason = /permission|not permitted/i.test(words) ? 'it has not the right to' : words.replace(/^.*\n/, '');
  const obstacle = `cap may not capture on ${device}: ${reason}.`;
  return { ...report, installed: true, version: '0.2.1', mayCapture: false, obstacle };
}

function tap({ device, filter, snapLength, bufferMebibytes }: TapRequest): TapCommand | InnerTap {
  const bufferBytes = Math.max(bufferMebibytes, leastBufferMebibytes) * 1024 * 1024;
  const options = { device, filter, snapLength, bufferBytes };
  if (isPacked()) return { run: (write) => captureWithCap(options, write) };
  const args = ['capture', device, filter, String(snapLength), String(bufferBytes)];
  return { command: process.execPath, args: [tapScript(), ...args], env: asNode, countsSignal: null };
}

async function checkFilter(filter: string, device: string): Promise<FilterVerdict | undefined> {
  if (filter.trim() === '') return { error: null };
  const tried = await tryOpening(device, filter);
  if (tried.code === 0) return { error: null };
  const error = /cap: (?:can't parse filter expression: )?(.*)/.exec(tried.errors)?.[1] ?? '';
  return /permission|not permitted|No such device/i.test(error) || error === '' ? undefined : { error };
}

async function tryOpening(device: string, filter: string): Promise<{ code: number; errors: string }> {
  if (!isPacked()) return runTool(process.execPath, [tapScript(), 'check', device, filter], { env: asNode });
  if (loadCap() === null) return { code: BINDING_MISSING, errors: '' };
  try {
    captureWithCap({ device, filter, snapLength: 0, bufferBytes: 1 << 20 }, () => {}).close();
    return { code: 0, errors: '' };
  } catch (error) {
    return { code: 1, errors: `cap: ${(error as Error).message}` };
  }
}

/** The packed app's executable is the app and nothing else: it does not run as Node. */
function isPacked(): boolean {
  const { resourcesPath } = process as NodeJS.Process & { resourcesPath?: string };
  return resourcesPath !== undefined && existsSync(join(resourcesPath, 'app.asar'));
}

const tapScript = (): string => join(__dirname, 'cap-tap.js');

/** Electron's executable is Node where it is told so. */
const asNode: Readonly<Record<string, string>> = process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {};
