import { Button, Group, Modal } from '@mantine/core';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { useDialog } from '../../state/dialogs';

/** Asks what becomes of marks and comments before their capture goes. */
export function UnsavedDialog() {
  const dialog = useDialog('unsaved');
  const name = useCapture(({ capture }) => capture?.name ?? '');
  const answer = (kind: 'save' | 'discard' | 'cancel') => () => dialog?.answer(kind);
  return (
    <Modal opened={dialog !== null} onClose={answer('cancel')} title="Save what you changed?" size="md">
      <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
        Marks, comments or time references in {visibleText(name)} are not saved. Without saving they are lost.
      </p>
      <Group mt="lg" gap="xs" justify="flex-end">
        <Button variant="subtle" color="red" mr="auto" onClick={answer('discard')}>
          Close without saving
        </Button>
        <Button onClick={answer('cancel')}>Cancel</Button>
        <Button variant="filled" data-autofocus onClick={answer('save')}>
          Save
        </Button>
      </Group>
    </Modal>
  );
}
