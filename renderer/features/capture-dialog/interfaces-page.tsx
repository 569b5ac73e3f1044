import { Anchor, Checkbox, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CapturePermissions, LiveInterface } from '../../../preload/contract/live-capture';
import { InterfaceFacts } from '../../components/interface-facts';
import { visibleText } from '../../format/visible-text';
import type { Draft } from './draft';
import type { FilterVerdicts } from './use-filter-check';

interface InterfacesPageProps {
  readonly interfaces: readonly LiveInterface[] | null;
  /** Why the interfaces cannot be listed. */
  readonly fault: string | null;
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly verdicts: FilterVerdicts;
  readonly permissions: CapturePermissions | null;
  readonly onPermissions: () => void;
  readonly onStart: (device: string) => void;
}

/** Where to capture, and which packets. */
export function InterfacesPage(props: InterfacesPageProps) {
  const { interfaces, fault, draft, permissions, onPermissions } = props;
  return (
    <div className="capture-page">
      {permissions?.mayCapture === false && (
        <div className="capture-notice" role="note">
          <IconAlertTriangle size={15} />
          <span>No backend may capture as things are.</span>
          <Anchor component="button" type="button" inherit onClick={onPermissions}>
            See what to do
          </Anchor>
        </div>
      )}
      <fieldset className="capture-interfaces" aria-label="Interfaces">
        {interfaces === null && <p className="capture-empty">{fault ?? 'Looking for interfaces…'}</p>}
        {interfaces?.length === 0 && <p className="capture-empty">This machine has no interface to capture on.</p>}
        {interfaces?.map((shown) => (
          <InterfaceLine key={shown.device} shown={shown} {...props} />
        ))}
      </fieldset>
      <CommonFilter {...props} />
      {draft.devices.length > 1 && (
        <Checkbox
          label="Each interface has its own filter"
          checked={draft.hasOwnFilters}
          onChange={({ currentTarget }) => props.change({ hasOwnFilters: currentTarget.checked })}
        />
      )}
    </div>
  );
}

function InterfaceLine({ shown, draft, change, verdicts, onStart }: InterfacesPageProps & { shown: LiveInterface }) {
  const { device } = shown;
  const isChosen = draft.devices.includes(device);
  const toggle = () =>
    change({ devices: isChosen ? draft.devices.filter((other) => other !== device) : [...draft.devices, device] });
  return (
    <div className={isChosen ? 'capture-interface is-chosen' : 'capture-interface'}>
      <label className="capture-interface-line" htmlFor={`interface-${device}`} onDoubleClick={() => onStart(device)}>
        <Checkbox id={`interface-${device}`} checked={isChosen} onChange={toggle} aria-label={visibleText(device)} />
        <InterfaceFacts shown={shown} />
      </label>
      {isChosen && draft.hasOwnFilters && draft.devices.length > 1 && (
        <TextInput
          className="capture-own-filter"
          aria-label={`Capture filter for ${device}`}
          placeholder="everything"
          classNames={{ input: 'mono' }}
          value={draft.ownFilters[device] ?? draft.filter}
          onChange={({ currentTarget }) =>
            change({ ownFilters: { ...draft.ownFilters, [device]: currentTarget.value } })
          }
          error={faultText(verdicts.faults[device])}
        />
      )}
    </div>
  );
}

function CommonFilter({ draft, change, verdicts }: InterfacesPageProps) {
  if (draft.hasOwnFilters && draft.devices.length > 1) return null;
  const faults = draft.devices.flatMap((device) => {
    const fault = verdicts.faults[device];
    return fault === undefined ? [] : [draft.devices.length > 1 ? `${device}: ${fault}` : fault];
  });
  return (
    <TextInput
      label="Capture filter"
      description="In libpcap's language. What does not match is never captured; leave it empty for everything."
      placeholder="tcp port 443 or host 192.0.2.7"
      classNames={{ input: 'mono' }}
      spellCheck={false}
      value={draft.filter}
      onChange={({ currentTarget }) => change({ filter: currentTarget.value })}
      error={faults.length > 0 ? faultText(faults.join('; ')) : undefined}
    />
  );
}

/** `The filter does not compile: syntax error.` */
const faultText = (fault: string | undefined) =>
  fault === undefined ? undefined : `The filter does not compile: ${visibleText(fault).replace(/\.$/, '')}.`;
