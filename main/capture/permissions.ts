import { userInfo } from 'node:os';
import type { BackendReport } from './backend';
import { chooseBackend } from './backend-choice';
import { listInterfaces } from './interface-list';
import { linuxFindings, linuxSteps } from './permissions-linux';
import { macosFindings, macosSteps } from './permissions-macos';
import { windowsFindings, windowsSteps } from './permissions-windows';

/** Something that was looked at. */
export interface PermissionFinding {
  readonly text: string;
  readonly good: boolean;
}

/** `command` is what to type; empty where there is none. */
export interface PermissionStep {
  readonly text: string;
  readonly command: string;
}

export interface PermissionReport {
  readonly platform: string;
  readonly mayCapture: boolean;
  readonly backend: BackendReport['name'] | null;
  readonly reason: string;
  readonly backends: readonly BackendReport[];
  readonly findings: readonly PermissionFinding[];
  readonly steps: readonly PermissionStep[];
}

/** Whether capturing works as things are, and the exact commands where it does not. */
export async function checkPermissions(platform = process.platform): Promise<PermissionReport> {
  const interfaces = await listInterfaces();
  const device = interfaces.find(({ up, everything }) => up && !everything)?.device ?? 'any';
  const { backend, reason, reports } = await chooseBackend('auto', device);
  const user = userInfo().username;
  const findings = await findingsOn(platform);
  const steps = backend === null ? stepsOn(platform, reports, user) : [];
  return { platform, mayCapture: backend !== null, backend, reason, backends: reports, findings, steps };
}

function findingsOn(platform: NodeJS.Platform): Promise<readonly PermissionFinding[]> {
  if (platform === 'linux') return linuxFindings();
  return platform === 'win32' ? windowsFindings() : macosFindings();
}

function stepsOn(
  platform: NodeJS.Platform,
  reports: readonly BackendReport[],
  user: string,
): readonly PermissionStep[] {
  if (platform === 'linux') return linuxSteps(reports, user);
  return platform === 'win32' ? windowsSteps() : macosSteps(user);
}
