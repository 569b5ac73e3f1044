import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from '../../format/quantity';
import { useCapture } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';
import { goToPacket } from '../../state/navigation';

function Form() {
  const packets = useCapture(({ capture }) => capture?.packets ?? 0);
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const number = Number(text.trim().replaceAll(',', ''));
    if (!Number.isInteger(number) || number < 1 || number > packets) {
      setError(`Packets are numbered 1 to ${formatCount(packets)}.`);
      return;
    }
    closeDialog('go-to-packet');
    goToPacket(number);
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Packet number"
        inputMode="numeric"
        placeholder={`1 to ${formatCount(packets)}`}
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button onClick={() => closeDialog('go-to-packet')}>Cancel</Button>
        <Button type="submit" variant="filled">
          Go to packet
        </Button>
      </Group>
    </form>
  );
}

/** Jumps to a packet by its number. */
export function GoToDialog() {
  const dialog = useDialog('go-to-packet');
  return (
    <Modal
      opened={dialog !== null}
      onClose={() => closeDialog('go-to-packet')}
      title="Go to packet"
      size="xs"
      // Gone at once, so that the keyboard is free for the row that is gone to.
      transitionProps={{ duration: 0 }}
      returnFocus={false}
    >
      <Form />
    </Modal>
  );
}
