import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatCount } from '../../format/quantity';
import { comment } from '../../state/annotations';
import { bridge, sentenceOf } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';

const close = () => closeDialog('comment');

function Form({ packet }: { readonly packet: number }) {
  /** One entry a comment, as pcapng keeps them apart; null until they are known. */
  const [comments, setComments] = useState<readonly string[] | null>(null);
  const [before, setBefore] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    bridge()
      .packets.detail(captureId(), packet)
      .then(
        ({ comments: kept }) => {
          setBefore(kept);
          setComments(kept.length > 0 ? kept : ['']);
        },
        (fault: unknown) => setError(sentenceOf(fault)),
      );
  }, [packet]);

  const store = async (kept: readonly string[]) => {
    try {
      const texts = kept.map((text) => text.trim()).filter((text) => text !== '');
      await comment(packet, before, texts);
      close();
    } catch (fault) {
      setError(sentenceOf(fault));
    }
  };
  if (!comments) return <p>{error ?? 'Reading the packet…'}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void store(comments);
      }}
    >
      {comments.map((text, index) => (
        <Textarea
          // biome-ignore lint/suspicious/noArrayIndexKey: comments have no other name than their place
          key={index}
          // The dialog is open by the time the comments are known, so its own choice of focus is past.
          autoFocus={index === 0}
          label={comments.length > 1 ? `Comment ${index + 1}` : 'Comment'}
          autosize
          minRows={3}
          maxRows={12}
          mb="xs"
          value={text}
          error={index === 0 ? error : null}
          onChange={(event) => setComments(comments.with(index, event.currentTarget.value))}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void store(comments);
          }}
        />
      ))}
      <Group mt="sm" gap="xs">
        <Button onClick={() => setComments([...comments, ''])}>Add another</Button>
        {before.length > 0 && (
          <Button color="red" variant="subtle" onClick={() => void store([])}>
            Remove all
          </Button>
        )}
        <Button ml="auto" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" variant="filled">
          Keep comment
        </Button>
      </Group>
    </form>
  );
}

/** Comments of one packet, written and taken away. */
export function CommentDialog() {
  const dialog = useDialog('comment');
  return (
    <Modal
      opened={dialog !== null}
      onClose={close}
      title={dialog ? `Comment on packet ${formatCount(dialog.packet)}` : ''}
      size="lg"
    >
      {dialog && <Form packet={dialog.packet} />}
    </Modal>
  );
}
