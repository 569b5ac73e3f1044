import { Checkbox, NumberInput, Select } from '@mantine/core';
import type {
  BackendName,
  CapturePermissions,
  LiveInterface,
  LiveOptions,
} from '../../../preload/contract/live-capture';
import type { Draft } from './draft';

interface OptionsPageProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly interfaces: readonly LiveInterface[] | null;
  readonly permissions: CapturePermissions | null;
}

const TIMES = { kernel: 'times by the kernel', wirestate: 'times by Wirestate' } as const;

/** How packets are captured, and when it ends by itself. */
export function OptionsPage({ draft, change, interfaces, permissions }: OptionsPageProps) {
  const { options } = draft;
  const set = (changes: Partial<Draft['options']>) => change({ options: { ...options, ...changes } });
  const mayMonitor = draft.devices.some(
    (device) => interfaces?.find((known) => known.device === device)?.wireless === true,
  );
  return (
    <div className="capture-page">
      <fieldset className="capture-fields">
        <legend>Packets</legend>
        <NumberInput
          label="Bytes kept of each packet"
          placeholder="all"
          min={1}
          max={262_144}
          allowDecimal={false}
          value={draft.snapLength ?? ''}
          onChange={(value) => change({ snapLength: numberIn(value) })}
        />
        <NumberInput
          label="Kernel's buffer, MiB an interface"
          min={1}
          max={1_024}
          allowDecimal={false}
          value={options.bufferMebibytes}
          onChange={(value) => set({ bufferMebibytes: numberIn(value) ?? 1 })}
        />
        <Checkbox
          className="capture-first"
          label="Promiscuous: what is for others too"
          checked={draft.promiscuous}
          onChange={({ currentTarget }) => change({ promiscuous: currentTarget.checked })}
        />
        <Checkbox
          label={mayMonitor ? 'Monitor mode' : 'Monitor mode (wireless only)'}
          disabled={!mayMonitor}
          checked={draft.monitor && mayMonitor}
          onChange={({ currentTarget }) => change({ monitor: currentTarget.checked })}
        />
      </fieldset>
      <StopFields stop={options.stop} set={(stop) => set({ stop })} />
      <fieldset className="capture-fields">
        <legend>By</legend>
        <Select
          label="Backend"
          allowDeselect={false}
          data={backendChoices(permissions)}
          value={options.backend}
          onChange={(backend) => set({ backend: (backend ?? 'auto') as BackendName | 'auto' })}
        />
        <p className="capture-reason">{reasonOf(options.backend, permissions)}</p>
        <Checkbox
          className="capture-wide"
          label="Note which process each connection belongs to, and the kernel's own view of it"
          checked={options.noteProcesses}
          onChange={({ currentTarget }) => set({ noteProcesses: currentTarget.checked })}
        />
      </fieldset>
    </div>
  );
}

interface StopFieldsProps {
  readonly stop: LiveOptions['stop'];
  readonly set: (stop: LiveOptions['stop']) => void;
}

function StopFields({ stop, set }: StopFieldsProps) {
  const never = { placeholder: 'never', min: 1, allowDecimal: false, thousandSeparator: ',' } as const;
  return (
    <fieldset className="capture-fields">
      <legend>Stop by itself after</legend>
      <NumberInput
        label="Packets"
        {...never}
        value={stop.packets ?? ''}
        onChange={(value) => set({ ...stop, packets: numberIn(value) })}
      />
      <NumberInput
        label="Megabytes"
        {...never}
        value={stop.bytes === null ? '' : stop.bytes / 1e6}
        onChange={(value) => set({ ...stop, bytes: scaled(value, 1e6) })}
      />
      <NumberInput
        label="Seconds"
        {...never}
        value={stop.seconds ?? ''}
        onChange={(value) => set({ ...stop, seconds: numberIn(value) })}
      />
    </fieldset>
  );
}

/** A number field gives a text while it is empty or half written. */
export function numberIn(value: number | string): number | null {
  const number = Number(value);
  return value === '' || !Number.isSafeInteger(number) || number < 1 ? null : number;
}

export const scaled = (value: number | string, by: number): number | null => {
  const number = numberIn(value);
  return number === null ? null : number * by;
};

function backendChoices(permissions: CapturePermissions | null) {
  const reports = permissions?.backends ?? [];
  return [
    { value: 'auto', label: 'Chosen by Wirestate' },
    ...reports.map(({ name, mayCapture, timestamps, installed }) => ({
      value: name,
      label: `${name}, ${mayCapture ? TIMES[timestamps] : installed ? 'may not capture' : 'not installed'}`,
      disabled: !mayCapture,
    })),
  ];
}

function reasonOf(backend: LiveOptions['backend'], permissions: CapturePermissions | null): string {
  if (permissions === null) return 'Looking which backend may capture…';
  if (backend === 'auto') return permissions.reason;
  const report = permissions.backends.find(({ name }) => name === backend);
  if (report === undefined) return '';
  return report.obstacle || `${report.name} ${report.version}, ${TIMES[report.timestamps]}.`;
}
