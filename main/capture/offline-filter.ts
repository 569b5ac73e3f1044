import type { FilterVerdict } from './backend';
import { runTool } from './run-tool';

/**
 * Compiles a capture filter without opening any interface, which needs no right to capture: tcpdump compiles it for an empty
 * file of the same link type. Undefined where tcpdump is not installed.
 */
export async function compileOffline(filter: string, linkType: number): Promise<FilterVerdict | undefined> {
  if (filter.trim() === '') return { error: null };
  const compiled = await runTool('tcpdump', ['-d', '-r', '-', '--', filter], { input: emptyCapture(linkType) });
  if (compiled.missing) return undefined;
  if (compiled.code === 0) return { error: null };
  const lines = compiled.errors.split('\n').filter((line) => line.startsWith('tcpdump: '));
  const last = (lines.at(-1) ?? compiled.errors).replace(/^tcpdump: /, '').trim();
  return { error: last.replace(/^can't parse filter expression: /, '') };
}

/** The header of a pcap file (draft-ietf-opsawg-pcap §4) and no packet. */
export function emptyCapture(linkType: number): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262_144, true);
  view.setUint32(20, linkType, true);
  return bytes;
}
