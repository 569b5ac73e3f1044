import { Button, Loader, Modal, Tabs } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { LiveOptions } from '../../../preload/contract/live-capture';
import { useWatchedInterfaces } from '../../components/interface-facts';
import { visibleText } from '../../format/visible-text';
import { sentenceOf } from '../../state/bridge';
import { closeDialog, type Dialog, useDialog } from '../../state/dialogs';
import { callOffStart, startCapture } from '../../state/live/control';
import { useLive } from '../../state/live/live';
import { lastOptions } from '../../state/live/options';
import { type Draft, draftOf, filterOf, optionsOf } from './draft';
import { InterfacesPage } from './interfaces-page';
import { OptionsPage } from './options-page';
import { OutputPage } from './output-page';
import { PermissionsPage } from './permissions-page';
import { faultsOf, useFilterCheck } from './use-filter-check';
import { usePermissions } from './use-permissions';
import './capture-dialog.css';

type Request = Extract<Dialog, { kind: 'capture' }>;

/** Everything that can be said about a capture before it starts. */
export function CaptureDialog() {
  const request = useDialog('capture');
  const [options, setOptions] = useState<LiveOptions | null>(null);
  useEffect(() => {
    setOptions(request?.options ?? null);
    if (request && !request.options) void lastOptions().then(setOptions);
  }, [request]);
  return (
    <Modal
      opened={request !== null}
      onClose={() => closeDialog('capture')}
      title="Capture"
      size={780}
      classNames={{ content: 'capture-dialog' }}
    >
      {request && options && <CaptureForm request={request} last={options} />}
    </Modal>
  );
}

function CaptureForm({ request, last }: { readonly request: Request; readonly last: LiveOptions }) {
  const { interfaces, fault } = useWatchedInterfaces();
  const [draft, setDraft] = useState<Draft>(() => draftOf(last, null));
  const [tab, setTab] = useState<string | null>(request.tab ?? 'interfaces');
  const verdicts = useFilterCheck(draft);
  const { permissions, fault: permissionsFault, look } = usePermissions();
  const start = useStart(draft, interfaces, request.fault ?? null);
  const change = (changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }));
    start.forget();
  };

  // An interface of the last time may be gone by now, and cannot be unticked in a list that lacks it.
  useEffect(() => {
    if (interfaces === null) return;
    const present = interfaces.map(({ device }) => device);
    setDraft((before) => {
      const devices = before.devices.filter((device) => present.includes(device));
      return devices.length === before.devices.length ? before : { ...before, devices };
    });
  }, [interfaces]);

  // Enter starts where something is chosen, and else chooses.
  const form = useRef<HTMLFormElement>(null);
  const isListed = interfaces !== null;
  useEffect(() => {
    if (!isListed) return;
    const start = form.current?.querySelector<HTMLElement>('[type=submit]:not(:disabled)');
    (start ?? form.current?.querySelector<HTMLElement>('[type=checkbox]'))?.focus();
  }, [isListed]);

  const pageProps = { draft, change, interfaces, permissions };
  const isWrong = Object.keys(verdicts.faults).length > 0 && verdicts.isChecked;
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        start.run(draft);
      }}
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="interfaces" data-autofocus>
            Interfaces
          </Tabs.Tab>
          <Tabs.Tab value="options">Options</Tabs.Tab>
          <Tabs.Tab value="output">Output</Tabs.Tab>
          <Tabs.Tab value="permissions">Permissions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="interfaces">
          <InterfacesPage
            {...pageProps}
            fault={fault}
            verdicts={verdicts}
            onPermissions={() => setTab('permissions')}
            onStart={(device) => start.run({ ...draft, devices: [device] })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="options">
          <OptionsPage {...pageProps} />
        </Tabs.Panel>
        <Tabs.Panel value="output">
          <OutputPage draft={draft} change={change} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions">
          <PermissionsPage permissions={permissions} fault={permissionsFault} onAgain={look} />
        </Tabs.Panel>
      </Tabs>
      {start.fault !== null && (
        <p className="capture-fault" role="alert">
          {visibleText(start.fault)}
        </p>
      )}
      <footer className="capture-foot">
        <span className="capture-backend" title={permissions?.reason}>
          {visibleText(tab === 'interfaces' && permissions?.mayCapture ? permissions.reason : '')}
        </span>
        <Button onClick={() => (start.isStarting ? callOffStart() : closeDialog('capture'))}>
          {start.isStarting ? 'Call off' : 'Cancel'}
        </Button>
        <Button
          type="submit"
          variant="filled"
          disabled={draft.devices.length === 0 || isWrong || start.isStarting}
          leftSection={start.isStarting ? <Loader size={12} color="gray" /> : null}
        >
          {draft.devices.length > 1 ? `Start on ${draft.devices.length} interfaces` : 'Start'}
        </Button>
      </footer>
    </form>
  );
}

/** Starts, and keeps why it came to nothing. */
function useStart(
  draft: Draft,
  interfaces: readonly { readonly device: string; readonly wireless: boolean }[] | null,
  before: string | null,
) {
  const [fault, setFault] = useState(before);
  const isStarting = useLive((live) => live.isStarting);
  const run = async (wanted: Draft = draft) => {
    const wireless = interfaces?.filter((known) => known.wireless).map(({ device }) => device) ?? [];
    setFault(null);
    try {
      const faults = await faultsOf(wanted.devices.map((device) => [device, filterOf(wanted, device)]));
      // It stands under the filter by now.
      if (Object.keys(faults).length > 0) return;
      if (await startCapture(optionsOf(wanted, wireless))) closeDialog('capture');
    } catch (problem) {
      setFault(sentenceOf(problem));
    }
  };
  return { fault, isStarting, run: (wanted: Draft) => void run(wanted), forget: () => setFault(null) };
}
