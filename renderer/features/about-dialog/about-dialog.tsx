import { Modal } from '@mantine/core';
import { LogoMark } from '../../components/logo-mark';
import { closeDialog, useDialog } from '../../state/dialogs';
import { useShell } from '../../state/shell';

/** What this is and which version. */
export function AboutDialog() {
  const dialog = useDialog('about');
  const info = useShell((shell) => shell.info);
  const shell = info.kind === 'desktop' ? 'Desktop' : 'Browser';
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('about')} title="About Wirestate" size="sm">
      <div style={{ display: 'grid', gap: 8 }}>
        <LogoMark size={56} />
        <strong>Wirestate {info.version}</strong>
        <span>Knows, for every TCP connection, what state each end is in and why.</span>
        <span className="dim">
          {shell} shell{info.platform ? `, captures on ${info.platform}` : ''}. MIT license.
        </span>
      </div>
    </Modal>
  );
}
