import { Button, Group, Modal, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ExportFormat, ExportRequest } from '../../../preload/contract/capture';
import { formatCount } from '../../format/quantity';
import { useCapture } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';
import { chooseSave } from '../../state/files';
import { attempt } from '../../state/notices';
import { exportPackets, formatOf, nameFor } from '../../state/saving';
import { useSelection } from '../../state/selection';
import { useView } from '../../state/view';

const FORMATS: readonly { readonly value: ExportFormat; readonly label: string }[] = [
  { value: 'pcapng', label: 'pcapng (keeps comments and interfaces)' },
  { value: 'pcap', label: 'pcap, microseconds' },
  { value: 'pcap-nanosecond', label: 'pcap, nanoseconds' },
];

type Which = ExportRequest['packets']['kind'];

function Form() {
  const capture = useCapture((state) => state.capture);
  const rows = useView((view) => view.rows);
  const selected = useSelection((selection) => selection.packets);
  const [which, setWhich] = useState<Which>(selected.length > 1 ? 'selected' : 'all');
  const [format, setFormat] = useState<ExportFormat>(capture ? formatOf(capture) : 'pcapng');
  if (!capture) return null;

  const choices: readonly { readonly which: Which; readonly label: string; readonly count: number }[] = [
    { which: 'all', label: 'All packets', count: capture.packets },
    { which: 'displayed', label: 'Displayed packets, in their order', count: rows },
    { which: 'marked', label: 'Marked packets', count: capture.marked },
    { which: 'selected', label: 'Selected packets', count: selected.length },
  ];
  const packets = (): ExportRequest['packets'] => {
    if (which === 'displayed') return { kind: 'displayed', view: useView.getState().id };
    if (which === 'selected') return { kind: 'selected', numbers: [...selected].sort((a, b) => a - b) };
    return { kind: which };
  };
  const write = () =>
    attempt('The packets were not written', async () => {
      const suffix = which === 'all' ? '' : `-${which}`;
      const path = await chooseSave(nameFor(capture.name, format).replace(/(\.\w+)$/, `${suffix}$1`), format);
      if (path === null) return;
      closeDialog('export');
      await exportPackets({ path, format, packets: packets() });
    });
  const losesComments = format !== 'pcapng' && capture.commented > 0;
  return (
    <Stack gap="md">
      <Radio.Group label="Packets" value={which} onChange={(value) => setWhich(value as Which)}>
        <Stack gap={6} mt={6}>
          {choices.map((choice) => (
            <Radio
              key={choice.which}
              value={choice.which}
              disabled={choice.count === 0}
              label={`${choice.label} (${formatCount(choice.count)})`}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label="Format"
        data={FORMATS}
        value={format}
        allowDeselect={false}
        onChange={(value) => value && setFormat(value as ExportFormat)}
        description={losesComments ? 'pcap cannot hold comments: they will not be in the written file.' : undefined}
      />
      <Group justify="flex-end" gap="xs">
        <Button onClick={() => closeDialog('export')}>Cancel</Button>
        <Button variant="filled" onClick={write} data-autofocus>
          Choose where to write…
        </Button>
      </Group>
    </Stack>
  );
}

/** Which packets to write, and as what. */
export function ExportDialog() {
  const dialog = useDialog('export');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('export')} title="Export packets" size="md">
      {dialog && <Form />}
    </Modal>
  );
}
