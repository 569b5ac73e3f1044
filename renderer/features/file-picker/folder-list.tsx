import { IconCornerLeftUp, IconFile, IconFolder } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Folder, FolderEntry } from '../../../preload/contract/files';
import { formatBytes } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { useTypeAhead } from './use-type-ahead';

const LINE = 26;
const CAPTURE = /\.(pcap|pcapng|cap|dmp|ntar)(\.(gz|zst|zstd))?$/i;

interface FolderListProps {
  readonly folder: Folder | null;
  /** The entry that the list stands on. */
  readonly onPoint: (entry: FolderEntry | null) => void;
  readonly onChoose: (entry: FolderEntry) => void;
  readonly onUp: (path: string) => void;
  readonly takesFocus: boolean;
}

const dated = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Folders first, then files, each by name as a person would order them: 2 before 10. */
function ordered(folder: Folder | null): FolderEntry[] {
  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;
  const rank = (entry: FolderEntry) => (entry.kind === 'folder' ? 0 : 1);
  return [...(folder?.entries ?? [])].sort((a, b) => rank(a) - rank(b) || compare(a.name, b.name));
}

function iconOf(entry: FolderEntry) {
  if (entry.kind === 'folder') return <IconFolder size={15} className="entry-folder" aria-hidden />;
  return <IconFile size={15} className={CAPTURE.test(entry.name) ? 'entry-capture' : 'entry-other'} aria-hidden />;
}

/** The entries of a folder, by keyboard as by pointer: arrows, Enter, Backspace, and the first letters of a name. */
export function FolderList({ folder, onPoint, onChoose, onUp, takesFocus }: FolderListProps) {
  const entries = useMemo(() => ordered(folder), [folder]);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const typeAhead = useTypeAhead(entries, setAt);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the folder is shown
  useEffect(() => {
    if (takesFocus) list.current?.focus();
  }, []);
  useEffect(() => onPoint(entries[at] ?? null), [entries, at, onPoint]);
  useEffect(() => {
    if (entries.length > 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, entries, virtual]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / LINE) - 1);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: entries.length - 1,
    };
    const to = moves[event.key];
    const entry = entries[at];
    if (to !== undefined) setAt(Math.max(0, Math.min(entries.length - 1, to)));
    else if (event.key === 'Enter' && entry) onChoose(entry);
    else if (event.key === 'Backspace' && folder?.parent) onUp(folder.parent);
    else if (!typeAhead(event, at)) return;
    event.preventDefault();
  };
  const parent = folder?.parent ?? null;
  return (
    <>
      {parent !== null && (
        <button type="button" className="folder-up" onClick={() => onUp(parent)}>
          <IconCornerLeftUp size={14} aria-hidden /> Up one folder
        </button>
      )}
      <div
        ref={list}
        className="folder-list"
        role="listbox"
        tabIndex={0}
        data-autofocus={takesFocus || undefined}
        aria-label="Files and folders"
        aria-activedescendant={entries.length > 0 ? `entry-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index] as FolderEntry;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it handles keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list around it holds the focus
              <div
                key={entry.path}
                id={`entry-${item.index}`}
                role="option"
                aria-selected={item.index === at}
                aria-posinset={item.index + 1}
                aria-setsize={entries.length}
                className={item.index === at ? 'entry is-selected' : 'entry'}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => setAt(item.index)}
                onDoubleClick={() => onChoose(entry)}
              >
                {iconOf(entry)}
                <span className="entry-name">{visibleText(entry.name)}</span>
                <span className="entry-size">{entry.kind === 'file' ? formatBytes(entry.sizeBytes) : ''}</span>
                <span className="entry-date">{entry.modifiedAt > 0 ? dated.format(entry.modifiedAt) : ''}</span>
              </div>
            );
          })}
        </div>
        {folder && entries.length === 0 && <p className="folder-empty">This folder holds no files.</p>}
      </div>
    </>
  );
}
