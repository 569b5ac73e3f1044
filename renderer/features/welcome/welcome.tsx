import { Button, CloseButton, FileButton, Loader } from '@mantine/core';
import { IconAlertTriangle, IconFile, IconFileUpload, IconFlask, IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RecentFile, SampleCapture } from '../../../preload/contract/files';
import { LogoMark } from '../../components/logo-mark';
import { formatAge, formatBytes } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { bridge } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { runCommand } from '../../state/commands/commands';
import { openDropped } from '../../state/dropping';
import { openFile } from '../../state/files';
import { IS_MAC, showKeys } from '../../state/keys';
import { attempt } from '../../state/notices';
import { useShell } from '../../state/shell';
import { Interfaces } from './interfaces';
import { LeftBehind } from './left-behind';
import './welcome.css';

const open = (path: string) => attempt('The file could not be opened', () => openFile(path));

function useFiles() {
  const [recent, setRecent] = useState<readonly RecentFile[]>([]);
  const [samples, setSamples] = useState<readonly SampleCapture[]>([]);
  const opening = useCapture((state) => state.opening);
  useEffect(() => {
    if (opening !== null) return;
    const { files } = bridge();
    files.recent().then(setRecent, () => setRecent([]));
    files.samples().then(setSamples, () => setSamples([]));
  }, [opening]);
  const forget = (path: string) => {
    setRecent((files) => files.filter((file) => file.path !== path));
    void bridge()
      .files.forgetRecent(path)
      .catch(() => undefined);
  };
  return { recent, samples, forget };
}

/** Why the last file did not open, and what to do. */
function Failure() {
  const failure = useCapture((state) => state.failure);
  if (!failure) return null;
  return (
    <div className="welcome-failure" role="alert">
      <IconAlertTriangle size={18} />
      <div>
        <strong>{visibleText(failure.path.split(/[\\/]/).at(-1) ?? failure.path)} was not opened</strong>
        <p>{visibleText(failure.message)}</p>
        <p className="dim mono welcome-path">{visibleText(failure.path)}</p>
      </div>
      <CloseButton
        aria-label="Dismiss"
        onClick={() => useCapture.setState({ failure: null })}
        className="welcome-dismiss"
      />
    </div>
  );
}

function Recent({ files, forget }: { files: readonly RecentFile[]; forget: (path: string) => void }) {
  const now = Date.now();
  return (
    <section aria-labelledby="welcome-recent">
      <h2 id="welcome-recent">Recent</h2>
      {files.length === 0 && <p className="dim">Captures that you open are listed here.</p>}
      <ul className="welcome-list">
        {files.map((file) => (
          <li key={file.path}>
            <button type="button" className="welcome-file" disabled={file.missing} onClick={() => open(file.path)}>
              <IconFile size={16} stroke={1.6} />
              <span className="welcome-file-name" title={file.path}>
                <span className="welcome-file-title">{visibleText(file.name)}</span>
                <span className="welcome-file-path">{visibleText(file.path)}</span>
              </span>
              <span className="welcome-file-facts">
                {file.missing ? 'no longer there' : formatBytes(file.sizeBytes)}
                <br />
                {formatAge(file.openedAt, now)}
              </span>
            </button>
            <CloseButton size="sm" aria-label={`Forget ${file.name}`} onClick={() => forget(file.path)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Samples({ samples }: { samples: readonly SampleCapture[] }) {
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="welcome-samples">
      <h2 id="welcome-samples">Samples</h2>
      <ul className="welcome-list">
        {samples.map((sample) => (
          <li key={sample.path}>
            <button type="button" className="welcome-file" onClick={() => open(sample.path)}>
              <IconFlask size={16} stroke={1.6} />
              <span className="welcome-file-name">
                {sample.title}
                <span className="welcome-file-shows">{sample.shows}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the window shows before a capture is open. */
export function Welcome() {
  const { recent, samples, forget } = useFiles();
  const opening = useCapture((state) => state.opening);
  const kind = useShell((shell) => shell.info.kind);
  if (opening !== null) {
    return (
      <div className="welcome-opening" role="status">
        <Loader size={16} />
        <span className="welcome-path">Opening {visibleText(opening)}</span>
      </div>
    );
  }
  return (
    <div className="welcome">
      <div className="welcome-column">
        <div className="welcome-head">
          <LogoMark size={64} />
          <h1>Open a capture, or make one</h1>
          <p className="dim">
            pcap and pcapng, plain or compressed with gzip or zstd. Packets show while the file is being read.
          </p>
        </div>
        <Failure />
        <LeftBehind />
        <div className="welcome-drop">
          <Button
            size="sm"
            variant="filled"
            leftSection={<IconFolderOpen size={16} />}
            onClick={() => runCommand('open')}
          >
            Open a file… <span className="welcome-keys">{showKeys('Mod+O', IS_MAC)}</span>
          </Button>
          {kind === 'browser' && (
            <FileButton onChange={(file) => file && openDropped(file)}>
              {(props) => (
                <Button size="sm" leftSection={<IconFileUpload size={16} />} {...props}>
                  Send one from this computer…
                </Button>
              )}
            </FileButton>
          )}
          <span className="dim">or drop one anywhere in this window</span>
        </div>
        <Interfaces />
        <div className="welcome-lists">
          <Recent files={recent} forget={forget} />
          <Samples samples={samples} />
        </div>
      </div>
    </div>
  );
}
