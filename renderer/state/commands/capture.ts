import { bridge } from '../bridge';
import { captureId, useCapture } from '../capture';
import { attempt } from '../notices';
import { changeSettings, useSettings } from '../settings';
import { always, type Command, hasCapture, opens } from './command';

export const captureCommands: readonly Command[] = [
  {
    id: 'properties',
    title: 'Capture properties',
    group: 'Capture',
    keys: ['Mod+Alt+Shift+C'],
    isPossible: hasCapture,
    run: opens('properties'),
  },
  {
    id: 'decode-as',
    title: 'Decode as…',
    group: 'Capture',
    keys: ['Mod+Shift+U'],
    isPossible: hasCapture,
    run: opens('decode-as'),
  },
  {
    id: 'capture.comments',
    title: 'All packet comments',
    group: 'Capture',
    keys: [],
    isPossible: () => (useCapture.getState().capture?.commented ?? 0) > 0,
    run: opens('comments'),
  },
  {
    id: 'capture.follow',
    title: 'Follow the file while it grows',
    group: 'Capture',
    keys: [],
    isOn: () => useCapture.getState().capture?.phase === 'following',
    isPossible: () => ['ready', 'following'].includes(useCapture.getState().capture?.phase ?? ''),
    run: () =>
      attempt('The file cannot be followed', () =>
        bridge().captures.follow(captureId(), useCapture.getState().capture?.phase !== 'following'),
      ),
  },
  {
    id: 'capture.checksums',
    title: 'Verify checksums',
    group: 'Capture',
    keys: [],
    isOn: () => useSettings.getState().verifyChecksums,
    isPossible: always,
    run: toggleChecksums,
  },
  {
    id: 'capture.verdicts',
    title: "Show Wireshark's verdicts instead of Wirestate's",
    group: 'Capture',
    keys: [],
    isOn: () => useSettings.getState().verdicts === 'wireshark',
    isPossible: always,
    run: toggleVerdicts,
  },
];

function toggleVerdicts(): void {
  const verdicts = useSettings.getState().verdicts === 'wirestate' ? 'wireshark' : 'wirestate';
  changeSettings({ verdicts });
  if (hasCapture()) {
    attempt('The verdicts were not changed', () => bridge().captures.setVerdictSource(captureId(), verdicts));
  }
}

function toggleChecksums(): void {
  const on = !useSettings.getState().verifyChecksums;
  changeSettings({ verifyChecksums: on });
  if (hasCapture()) {
    attempt('The checksums were not verified', () => bridge().captures.setVerifyChecksums(captureId(), on));
  }
}
