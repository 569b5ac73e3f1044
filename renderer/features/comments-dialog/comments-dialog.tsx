import { Modal, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatCount } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { bridge, sentenceOf } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';
import { goToPacket } from '../../state/navigation';
import './comments-dialog.css';

type Commented = { readonly number: number; readonly comments: readonly string[] };

function List() {
  const [packets, setPackets] = useState<readonly Commented[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    bridge()
      .packets.comments(captureId())
      .then(setPackets, (fault: unknown) => setError(sentenceOf(fault)));
  }, []);
  if (error) return <p>{error}</p>;
  return (
    <ul className="comments">
      {packets.map(({ number, comments }) => (
        <li key={number}>
          <UnstyledButton
            className="comments-packet"
            onClick={() => {
              closeDialog('comments');
              goToPacket(number);
            }}
          >
            <span className="comments-number">{formatCount(number)}</span>
            <span>{comments.map(visibleText).join('\n')}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** Every packet that has a comment; a click goes there. */
export function CommentsDialog() {
  const dialog = useDialog('comments');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('comments')} title="Packet comments" size="lg">
      {dialog && <List />}
    </Modal>
  );
}
