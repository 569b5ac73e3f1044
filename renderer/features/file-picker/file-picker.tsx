import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Folder, FolderEntry } from '../../../preload/contract/files';
import { bridge, sentenceOf } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import { type FileQuestion, useDialog } from '../../state/dialogs';
import { useLive } from '../../state/live/live';
import { FolderList } from './folder-list';
import { FolderTrail } from './folder-trail';
import { folderOf, joinPath } from './paths';
import './file-picker.css';

/** The folder looked into last, for the next question of this window. */
let lastFolder: string | null = null;

function useFolder() {
  const [roots, setRoots] = useState<readonly string[]>([]);
  const [folder, setFolder] = useState<Folder | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** @returns whether the folder may be looked into */
  const look = async (path: string): Promise<boolean> => {
    try {
      setFolder(await bridge().files.folder(path));
      setError(null);
      lastFolder = path;
      return true;
    } catch (fault) {
      setError(sentenceOf(fault));
      return false;
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the picker opens
  useEffect(() => {
    const begin = async () => {
      const known = await bridge().files.roots();
      setRoots(known);
      const { capture } = useCapture.getState();
      const { live } = useLive.getState();
      // A temporary capture lies where nobody wants to save anything.
      const path = live?.unsaved ? null : (live?.path ?? capture?.path ?? null);
      for (const first of [lastFolder, path && folderOf(path), known[0]]) {
        if (first && (await look(first))) return;
      }
      if (known.length === 0) setError('No folder may be looked into. Start Wirestate in a folder, or give --root.');
    };
    begin().catch((fault: unknown) => setError(sentenceOf(fault)));
  }, []);
  return { roots, folder, error, look };
}

function Picker({ question, answer }: { question: FileQuestion; answer: (path: string | null) => void }) {
  const { roots, folder, error, look } = useFolder();
  const isSave = question.kind === 'save';
  const [name, setName] = useState(isSave ? question.suggestedName : '');
  const [replacing, setReplacing] = useState<string | null>(null);
  const [pointed, setPointed] = useState<FolderEntry | null>(null);
  /** Whoever saves writes a name first; whoever went to another folder goes on there. */
  const [hasWalked, setHasWalked] = useState(false);
  const walk = (path: string) => {
    setHasWalked(true);
    void look(path);
  };

  const save = async () => {
    const wanted = name.trim();
    if (!folder || wanted === '') return;
    const path = joinPath(folder.path, wanted);
    if (replacing !== path && (await bridge().files.exists(path))) setReplacing(path);
    else answer(path);
  };
  const choose = (entry: FolderEntry) => {
    if (entry.kind === 'folder') walk(entry.path);
    else if (isSave) setName(entry.name);
    else answer(entry.path);
  };
  return (
    <div className="file-picker">
      <FolderTrail roots={roots} folder={folder} onLook={walk} />
      {error && (
        <p className="file-picker-error" role="alert">
          {error}
        </p>
      )}
      <FolderList
        key={folder?.path}
        folder={folder}
        onPoint={setPointed}
        onChoose={choose}
        onUp={walk}
        takesFocus={!isSave || hasWalked}
      />
      {!isSave && (
        <Group gap="xs">
          <span className="dim file-picker-hint">Type the first letters of a name to get to it.</span>
          <Button ml="auto" onClick={() => answer(null)}>
            Cancel
          </Button>
          <Button variant="filled" disabled={!pointed} onClick={() => pointed && choose(pointed)}>
            Open
          </Button>
        </Group>
      )}
      {isSave && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Group align="flex-end" gap="xs">
            <TextInput
              data-autofocus
              style={{ flex: 1 }}
              label="Name"
              value={name}
              onFocus={({ currentTarget }) => currentTarget.setSelectionRange(0, stemLength(currentTarget.value))}
              onChange={(event) => {
                setName(event.currentTarget.value);
                setReplacing(null);
              }}
            />
            <Button
              type="submit"
              variant="filled"
              {...(replacing ? { color: 'red' } : {})}
              disabled={!folder || !name.trim()}
            >
              {replacing ? 'Replace it' : 'Save here'}
            </Button>
          </Group>
          {replacing && (
            <p className="file-picker-error" role="alert">
              A file of that name is there. Replace it, or choose another name.
            </p>
          )}
        </form>
      )}
    </div>
  );
}

/** Letters before the ending of a file's name, which hardly anyone wants to write anew. */
const stemLength = (name: string) => /\.pcap(ng)?(\.\w+)?$|\.\w+$|$/.exec(name)?.index ?? 0;

/** Stands in for the system's file dialog where there is none: folders of the machine that Wirestate runs on. */
export function FilePicker() {
  const dialog = useDialog('file');
  /** The title of the question that was last asked: it stays while the dialog fades. */
  const title = useRef('');
  if (dialog) title.current = dialog.question.kind === 'save' ? 'Save the capture' : 'Open a capture';
  return (
    <Modal opened={dialog !== null} onClose={() => dialog?.answer(null)} title={title.current} size="xl" zIndex={260}>
      {dialog && <Picker question={dialog.question} answer={dialog.answer} />}
    </Modal>
  );
}
