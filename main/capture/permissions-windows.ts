// Capturing on Windows takes Npcap's driver.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PermissionFinding, PermissionStep } from './permissions';
import { runTool } from './run-tool';

export async function windowsFindings(): Promise<readonly PermissionFinding[]> {
  const installed = existsSync(join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'Npcap', 'wpcap.dll'));
  const findings = [{ text: installed ? 'Npcap is installed.' : 'Npcap is not installed.', good: installed }];
  if (!installed) return findings;
  const { output } = await runTool('sc', ['query', 'npcap']);
  const running = /STATE\s*:\s*4/.test(output);
  return [...findings, { text: running ? 'Its driver runs.' : 'Its driver does not run.', good: running }];
}

export function windowsSteps(): readonly PermissionStep[] {
  return [
    { text: 'Install Npcap from https://npcap.com, without restricting it to administrators.', command: '' },
    { text: 'Install Wireshark, which brings dumpcap.', command: 'winget install WiresharkFoundation.Wireshark' },
    { text: 'Where Npcap is there, start its driver as administrator.', command: 'net start npcap' },
  ];
}
