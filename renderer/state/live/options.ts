import type { LiveInterfaceOptions, LiveOptions } from '../../../preload/contract/live-capture';
import { bridge } from '../bridge';

export const plainInterface = (device: string): LiveInterfaceOptions => ({
  device,
  filter: '',
  snapLength: 0,
  promiscuous: true,
  monitor: false,
});

export const defaultOptions: LiveOptions = {
  interfaces: [],
  backend: 'auto',
  bufferMebibytes: 16,
  path: null,
  ring: null,
  stop: { packets: null, bytes: null, seconds: null, files: null },
  noteProcesses: true,
};

/** Those of the last start, or the defaults with no interface chosen. */
export async function lastOptions(): Promise<LiveOptions> {
  const remembered = await bridge()
    .live.remembered()
    .catch(() => null);
  return remembered ?? defaultOptions;
}

/** The options of the last start, on another interface, without its filter and into a temporary file: what one click starts. */
export function optionsFor(device: string, last: LiveOptions): LiveOptions {
  const before = last.interfaces.find((known) => known.device === device) ?? plainInterface(device);
  return {
    ...defaultOptions,
    backend: last.backend,
    bufferMebibytes: last.bufferMebibytes,
    noteProcesses: last.noteProcesses,
    interfaces: [{ ...before, filter: '', monitor: false }],
  };
}
