import type { LiveOptions } from '../../preload/contract/live-capture';
import { chooseBackend } from '../capture/backend-choice';
import { checkFilter } from '../capture/filter-check';
import { type CapturableInterface, listInterfaces, specialDevice } from '../capture/interface-list';
import type { LivePlan } from './live-capture';
import { Refusal } from './refusal';
import type { Session } from './session';

/** Everything that can be refused is, before anything is started. @throws Refusal with the reason */
export async function planCapture(session: Session, options: LiveOptions): Promise<LivePlan> {
  const interfaces = await interfacesNamed(options.interfaces.map(({ device }) => device));
  if (options.ring !== null && options.path === null) throw new Refusal('A ring of files needs a file name.');
  if (options.ring !== null && options.ring.bytes === null && options.ring.seconds === null)
    throw new Refusal('A ring of files needs a size or a time after which a new file begins.');
  const choice = await chooseBackend(options.backend, interfaces[0]!.device);
  const { backend } = choice;
  if (backend === null) throw new Refusal(choice.reason);
  for (const [at, { filter }] of options.interfaces.entries()) {
    const { device, linkType } = interfaces[at]!;
    const { error } = await checkFilter(filter, device, linkType, backend);
    if (error !== null) throw new Refusal(`The capture filter for ${device} is wrong: ${error}.`);
  }
  if (options.path !== null) {
    const path = await session.reachable.reachNew(options.path);
    return { options, choice, backend, path, unsaved: false };
  }
  const path = await session.beginUnsaved(interfaces.map(({ device }) => device));
  return { options, choice, backend, path, unsaved: true };
}

async function interfacesNamed(devices: readonly string[]): Promise<readonly CapturableInterface[]> {
  if (devices.length === 0) throw new Refusal('Choose at least one interface.');
  if (new Set(devices).size < devices.length) throw new Refusal('Each interface can be captured on once.');
  const all = await listInterfaces();
  const found = await Promise.all(
    devices.map(async (device) => all.find((known) => known.device === device) ?? (await specialDevice(device))),
  );
  return found.map((known, at) => {
    if (!known) throw new Refusal(`There is no interface ${devices[at]} any more.`);
    return known;
  });
}

/** What is wrong with a capture filter, while it is typed; null where nothing is. */
export async function faultOfFilter(device: string, filter: string): Promise<string | null> {
  const found = (await listInterfaces()).find((candidate) => candidate.device === device);
  const { error } = await checkFilter(filter, device, found?.linkType ?? 1, 'dumpcap');
  return error;
}
