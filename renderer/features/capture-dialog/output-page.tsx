import { Button, Checkbox, NumberInput, Radio } from '@mantine/core';
import type { LiveOptions } from '../../../preload/contract/live-capture';
import { visibleText } from '../../format/visible-text';
import { chooseSave } from '../../state/files';
import { attempt } from '../../state/notices';
import type { Draft } from './draft';
import { numberIn, scaled } from './options-page';

interface OutputPageProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

const FIRST_RING: NonNullable<LiveOptions['ring']> = { bytes: 100e6, seconds: null, files: 10 };

/** Where packets go. */
export function OutputPage({ draft, change }: OutputPageProps) {
  const { options } = draft;
  const { path, ring, stop } = options;
  const set = (changes: Partial<Draft['options']>) => change({ options: { ...options, ...changes } });
  const choose = () =>
    attempt('The file could not be chosen', async () => {
      const chosen = await chooseSave('capture.pcapng', 'pcapng');
      if (chosen !== null) set({ path: chosen });
    });
  return (
    <div className="capture-page">
      <Radio.Group
        aria-label="Where packets go"
        value={path === null ? 'temporary' : 'file'}
        onChange={(value) => (value === 'temporary' ? set({ path: null }) : choose())}
      >
        <div className="capture-choices">
          <Radio
            value="temporary"
            label="A temporary file: asked about before it is lost, offered again after a crash"
          />
          <Radio value="file" label="A file of yours" />
        </div>
      </Radio.Group>
      {path !== null && (
        <div className="capture-path">
          <span className="mono" title={path}>
            {visibleText(path)}
          </span>
          <Button onClick={choose}>Choose…</Button>
        </div>
      )}
      <Checkbox
        disabled={path === null}
        label="A ring of files of yours: a new one begins when one is full, and the oldest go"
        checked={path !== null && ring !== null}
        onChange={({ currentTarget }) => set({ ring: currentTarget.checked ? FIRST_RING : null })}
      />
      {path !== null && ring !== null && (
        <fieldset className="capture-fields">
          <legend>A new file after</legend>
          <NumberInput
            label="Megabytes"
            placeholder="any size"
            min={1}
            value={ring.bytes === null ? '' : ring.bytes / 1e6}
            onChange={(value) => set({ ring: { ...ring, bytes: scaled(value, 1e6) } })}
          />
          <NumberInput
            label="Seconds"
            placeholder="any time"
            min={1}
            value={ring.seconds ?? ''}
            onChange={(value) => set({ ring: { ...ring, seconds: numberIn(value) } })}
          />
          <NumberInput
            label="Files kept"
            placeholder="all"
            min={1}
            value={ring.files ?? ''}
            onChange={(value) => set({ ring: { ...ring, files: numberIn(value) } })}
          />
          <NumberInput
            label="Stop after files"
            placeholder="never"
            min={1}
            value={stop.files ?? ''}
            onChange={(value) => set({ stop: { ...stop, files: numberIn(value) } })}
          />
          {ring.bytes === null && ring.seconds === null && (
            <p className="capture-fault" role="alert">
              A ring needs a size or a time after which a new file begins.
            </p>
          )}
        </fieldset>
      )}
    </div>
  );
}
