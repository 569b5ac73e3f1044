import type { Dissection } from '../dissection';
import { protocol } from '../protocol';

/** A custom block of a pcapng file (its specification's §4.8), which stands among the frames as in Wireshark: what only its maker knows. */
export const customBlock = protocol({
  name: 'pcapng.custom',
  short: 'PCAPNG',
  title: 'pcapng custom block',
  fields: {},
  registrations: [{ table: 'link', keys: [0x10bad] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(customBlock);
    dissection.describe(() => 'Custom block of the file, which only its maker can read');
    dissection.data(start, end);
  },
});
