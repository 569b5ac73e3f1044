import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useCapture } from '../../state/capture';
import { followTail, useTail } from '../../state/tail';
import { useView } from '../../state/view';

/** The way back to the newest packets, for who has scrolled away from them while a capture goes on. */
export function TailButton() {
  const isGoingOn = useCapture(({ capture }) => capture?.phase === 'following');
  const follows = useTail((tail) => tail.follows);
  const isOrdered = useView((view) => view.sort !== null);
  if (!isGoingOn || follows || isOrdered) return null;
  return (
    <Button className="packet-grid-tail" leftSection={<IconArrowDown size={13} />} onClick={followTail}>
      Newest packets
    </Button>
  );
}
