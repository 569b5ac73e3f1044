import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Says what was done, with a way back; leaves by itself after some seconds. */
export function tellWithUndo(message: string, undo: () => void): void {
  const id = `undo-${message}-${performance.now()}`;
  const goBack = () => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button size="compact-xs" onClick={goBack}>
          Undo
        </Button>
      </Group>
    ),
    autoClose: 8000,
    withBorder: true,
  });
}
