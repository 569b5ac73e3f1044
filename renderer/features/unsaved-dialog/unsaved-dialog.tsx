import { Button, Group, Modal } from '@mantine/core';
import type { LiveState } from '../../../preload/contract/live-capture';
import { formatCounted } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { type Leaving, useDialog } from '../../state/dialogs';
import { deviceNames, isRunning, isUnsaved, useLive } from '../../state/live/live';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly save: string;
  /** Null where nothing can be given up. */
  readonly discard: string | null;
}

/** Asks what becomes of what is not saved, or still runs, before its capture goes. */
export function UnsavedDialog() {
  const dialog = useDialog('unsaved');
  const name = useCapture(({ capture }) => capture?.name ?? '');
  const live = useLive((state) => state.live);
  const answer = (kind: 'save' | 'discard' | 'cancel') => () => dialog?.answer(kind);
  const { title, text, save, discard } = questionOf(dialog?.leaving ?? 'close', live, name);
  return (
    <Modal opened={dialog !== null} onClose={answer('cancel')} title={title} size="md">
      <p style={{ margin: 0, overflowWrap: 'anywhere' }}>{text}</p>
      <Group mt="lg" gap="xs" justify="flex-end">
        {discard && (
          <Button variant="subtle" color="red" mr="auto" onClick={answer('discard')}>
            {discard}
          </Button>
        )}
        <Button onClick={answer('cancel')}>Cancel</Button>
        <Button variant="filled" data-autofocus onClick={answer('save')}>
          {save}
        </Button>
      </Group>
    </Modal>
  );
}

function questionOf(leaving: Leaving, live: LiveState | null, name: string): Question {
  if (isUnsaved(live)) return questionOfTemporary(live as LiveState);
  if (live && (isRunning(live) || leaving === 'restart')) return questionOfRunning(leaving, live);
  return {
    title: 'Save what you changed?',
    text: `Marks, comments or time references in ${visibleText(name)} are not saved. Without saving they are lost.`,
    save: 'Save',
    discard: leaving === 'close' ? 'Close without saving' : 'Go on without saving',
  };
}

function questionOfTemporary(live: LiveState): Question {
  const { captured } = live.counters;
  const what = captured > 0 ? formatCounted(captured, 'packet') : 'The packets';
  const devices = visibleText(deviceNames(live));
  const where = `captured on ${devices}`;
  const running = isRunning(live) ? ' Capturing will stop.' : '';
  const lost = `${what} ${where} ${captured === 1 ? 'is' : 'are'} in a temporary file only. Without saving ${captured === 1 ? 'it is' : 'they are'} lost.`;
  // A packet may be on its way through the kernel and the backend.
  const nothing = `Nothing has been captured on ${devices} so far. What may be on its way is lost without saving.`;
  return {
    title: 'Save what was captured?',
    text: (isRunning(live) && captured === 0 ? nothing : lost) + running,
    save: isRunning(live) ? 'Stop and save…' : 'Save…',
    discard: 'Discard',
  };
}

function questionOfRunning(leaving: Leaving, live: LiveState): Question {
  const file = visibleText(live.path);
  return leaving === 'restart' && live.restartReplaces
    ? {
        title: 'Capture into the same file anew?',
        text: `What was captured until now is replaced in ${file}.`,
        save: 'Replace it',
        discard: null,
      }
    : { title: 'Stop capturing?', text: `${file} keeps what was captured until now.`, save: 'Stop', discard: null };
}
