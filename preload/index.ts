import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from './contract/bridge';
import type { EventName, Events } from './contract/events';
import type { DroppedFile } from './contract/files';
import { EventListeners } from './event-listeners';
import { methodTree } from './method-tree';

type Outcome = { readonly value: unknown } | { readonly refusal: string };

const listeners = new EventListeners();
ipcRenderer.on('wirestate:event', (_event, name: EventName, payload: Events[EventName]) =>
  listeners.tell(name, payload),
);

const bridge: Bridge = {
  ...methodTree(async (method, args) => {
    const outcome = (await ipcRenderer.invoke(`wirestate:${method}`, ...args)) as Outcome;
    if ('refusal' in outcome) throw new Error(outcome.refusal);
    return outcome.value;
  }),
  drop: { pathOf },
  on: (event, listener) => listeners.on(event, listener),
};

async function pathOf(file: DroppedFile, onProgress: (fraction: number) => void): Promise<string> {
  const path = webUtils.getPathForFile(file as unknown as File);
  if (path === '') throw new Error(`${file.name} is no file of this machine.`);
  onProgress(1);
  return path;
}

contextBridge.exposeInMainWorld('wirestate', bridge);
