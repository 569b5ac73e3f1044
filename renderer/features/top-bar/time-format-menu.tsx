import { Button, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TimeFormat } from '../../../preload/contract/settings';
import { withTimeRoom } from '../../state/columns';
import { changeSettings, useSettings } from '../../state/settings';
import { timeDigits } from '../../state/time-digits';

const FORMATS: readonly { readonly format: TimeFormat; readonly title: string }[] = [
  { format: 'since-start', title: 'Since start' },
  { format: 'since-previous', title: 'Since previous' },
  { format: 'of-day', title: 'Time of day' },
  { format: 'date-and-time', title: 'Date and time' },
  { format: 'epoch', title: 'Seconds since 1970' },
];

const mark = (on: boolean) => (on ? <IconCheck size={14} /> : <span style={{ width: 14 }} />);

function chooseFormat(timeFormat: TimeFormat): void {
  const { columns, timeFormat: before } = useSettings.getState();
  changeSettings({ timeFormat, columns: withTimeRoom(columns, before, timeFormat, timeDigits()) });
}

/** How the Time column counts, and in which zone. */
export function TimeFormatMenu({ icon }: { readonly icon: ReactNode }) {
  const format = useSettings((settings) => settings.timeFormat);
  const utc = useSettings((settings) => settings.utc);
  const hasZone = format === 'of-day' || format === 'date-and-time';
  const title = FORMATS.find((each) => each.format === format)?.title;
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <Button rightSection={icon} aria-label={`Time format: ${title}`}>
          {title}
          {hasZone && utc ? ' · UTC' : ''}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Time column</Menu.Label>
        {FORMATS.map((each) => (
          <Menu.Item
            key={each.format}
            leftSection={mark(each.format === format)}
            onClick={() => chooseFormat(each.format)}
          >
            {each.title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Zone of dates and times of day</Menu.Label>
        <Menu.Item leftSection={mark(!utc)} onClick={() => changeSettings({ utc: false })}>
          Local time
        </Menu.Item>
        <Menu.Item leftSection={mark(utc)} onClick={() => changeSettings({ utc: true })}>
          UTC
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
