import { Button, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { CaptureProperties, InterfaceProperties } from '../../../preload/contract/capture';
import { formatBytes, formatCount } from '../../format/quantity';
import { formatDateAndTime, formatDifference } from '../../format/time';
import { visibleText } from '../../format/visible-text';
import { bridge, sentenceOf } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { copyText } from '../../state/copying';
import { closeDialog, useDialog } from '../../state/dialogs';
import { useSettings } from '../../state/settings';
import './properties-dialog.css';

type Fact = readonly [name: string, value: string];

function fileFacts(properties: CaptureProperties, utc: boolean): Fact[] {
  const { firstTime: first, lastTime: last, packets } = properties;
  const at = (time: typeof first) => (time ? formatDateAndTime(time.seconds, time.nanoseconds, utc, 9) : 'none');
  const span =
    first && last ? `${formatDifference(last.seconds, last.nanoseconds, first.seconds, first.nanoseconds, 9)} s` : '';
  return [
    ['File', properties.path],
    ['Format', properties.format],
    ['Compression', properties.compression],
    ['Size', `${formatBytes(properties.sizeBytes)} (${formatCount(properties.sizeBytes)} bytes)`],
    ['Packets', formatCount(packets)],
    ['Captured bytes', formatCount(properties.capturedBytes)],
    ['Mean length', packets > 0 ? `${Math.round(properties.capturedBytes / packets)} bytes` : ''],
    ['First packet', at(first)],
    ['Last packet', at(last)],
    ['Spans', span],
    ['Hardware', properties.hardware],
    ['Operating system', properties.operatingSystem],
    ['Application', properties.application],
    ['Comments', properties.comments.join('\n')],
    ['Resolved names', properties.nameResolutions > 0 ? formatCount(properties.nameResolutions) : ''],
    ['Decryption secrets', properties.decryptionSecrets > 0 ? formatCount(properties.decryptionSecrets) : ''],
  ];
}

function interfaceFacts(each: InterfaceProperties): Fact[] {
  const count = (value: number | null) => (value === null ? '' : formatCount(value));
  return [
    ['Description', each.description],
    ['Link type', `${each.linkTypeName} (${each.linkType})`],
    ['Snap length', each.snapLength > 0 ? formatCount(each.snapLength) : 'unlimited'],
    ['Time resolution', each.timeResolution],
    ['Capture filter', each.captureFilter],
    ['Operating system', each.operatingSystem],
    ['Packets', formatCount(each.packets)],
    ['Received', count(each.received)],
    ['Dropped', count(each.dropped)],
    ['Comments', each.comments.join('\n')],
  ];
}

const told = (facts: readonly Fact[]) => facts.filter(([, value]) => value !== '');

function Facts({ title, facts }: { readonly title: ReactNode; readonly facts: readonly Fact[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className="properties">
        {told(facts).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value.split('\n').map(visibleText).join('\n')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Content() {
  const utc = useSettings((settings) => settings.utc);
  const [properties, setProperties] = useState<CaptureProperties | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    bridge()
      .captures.properties(captureId())
      .then(setProperties, (fault: unknown) => setError(sentenceOf(fault)));
  }, []);
  if (!properties) return <p>{error ?? 'Reading…'}</p>;
  const interfaces = properties.interfaces.map((each) => ({
    title: `Interface ${each.index}${each.name ? ` · ${visibleText(each.name)}` : ''}`,
    facts: interfaceFacts(each),
  }));
  const asText = () =>
    [{ title: 'File', facts: fileFacts(properties, utc) }, ...interfaces]
      .map(({ title, facts }) => [title, ...told(facts).map(([name, value]) => `  ${name}: ${value}`)].join('\n'))
      .join('\n\n');
  return (
    <>
      <Facts title="File" facts={fileFacts(properties, utc)} />
      {interfaces.map(({ title, facts }) => (
        <Facts key={title} title={title} facts={facts} />
      ))}
      <Button mt="sm" onClick={() => copyText(asText(), 'Properties')}>
        Copy as text
      </Button>
    </>
  );
}

/** What the file says about itself. */
export function PropertiesDialog() {
  const dialog = useDialog('properties');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('properties')} title="Capture properties" size="lg">
      {dialog && <Content />}
    </Modal>
  );
}
