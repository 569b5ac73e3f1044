import { Modal } from '@mantine/core';
import { formatCount } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { useCapture } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';
import './warnings-dialog.css';

const NAMES = { error: 'Fault', warning: 'Warning', note: 'Note' } as const;

/** What was wrong with the file, and where in it. */
export function WarningsDialog() {
  const dialog = useDialog('warnings');
  const warnings = useCapture(({ capture }) => capture?.warnings);
  return (
    <Modal
      opened={dialog !== null}
      onClose={() => closeDialog('warnings')}
      title="What was wrong with the file"
      size="lg"
    >
      <p className="dim warnings-lead">Packets before a fault are whole and can be used.</p>
      <ul className="warnings">
        {(warnings ?? []).map((warning, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
          <li key={index} className={`warning-${warning.severity}`}>
            <span className="warning-kind">{NAMES[warning.severity]}</span>
            <span className="warning-text">{visibleText(warning.message)}</span>
            {warning.offset >= 0 && <span className="warning-offset">byte {formatCount(warning.offset)}</span>}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
