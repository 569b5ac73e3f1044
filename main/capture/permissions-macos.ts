// Capturing on macOS takes read access to the BPF devices (bpf(4)), which belong to root unless something changes that at every
// start of the machine, as Wireshark's ChmodBPF does.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { PermissionFinding, PermissionStep } from './permissions';

export async function macosFindings(): Promise<readonly PermissionFinding[]> {
  const good = await access('/dev/bpf0', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return [{ text: good ? 'The BPF devices can be read.' : 'The BPF devices cannot be read.', good }];
}

export function macosSteps(user: string): readonly PermissionStep[] {
  return [
    {
      text: 'Install Wireshark with ChmodBPF, which gives your user the BPF devices for good.',
      command: 'brew install --cask wireshark-chmodbpf',
    },
    { text: 'Or take them until the machine is started again.', command: `sudo chown ${user} /dev/bpf*` },
  ];
}
