import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { copyLadder, printLadder, saveLadder } from './take-away';
import type { LadderRange, ShownLadder } from './written-part';

/** What of the ladder, and how it is taken away. */
export function TakeAwayMenu({ shown }: { readonly shown: ShownLadder }) {
  const [chosen, setChosen] = useState<LadderRange>('whole');
  const hasRun = shown.cursor?.kind === 'run';
  const range = chosen === 'run' && !hasRun ? 'whole' : chosen;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Tooltip label="Save, copy or print">
          <ActionIcon size={24} aria-label="Save, copy or print the ladder">
            <IconDownload size={15} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={range} onChange={(value) => setChosen(value as LadderRange)}>
          <Menu.RadioItem value="whole">The whole ladder</Menu.RadioItem>
          <Menu.RadioItem value="screen">What is on screen</Menu.RadioItem>
          <Menu.RadioItem value="run" disabled={!hasRun}>
            Every packet of the selected run
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => saveLadder(shown, range, 'svg')}>Save as SVG</Menu.Item>
        <Menu.Item onClick={() => saveLadder(shown, range, 'png')}>Save as PNG</Menu.Item>
        <Menu.Item onClick={() => saveLadder(shown, range, 'txt')}>Save as text</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => copyLadder(shown, range)}>Copy as text</Menu.Item>
        <Menu.Item onClick={() => printLadder(shown, range)}>Print…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
