import type { EditorView } from '@codemirror/view';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowRight, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { fieldList, protocolList } from '../../state/field-list';
import { applyFilter, clearFilter, restoreFilter, setFilterBar, useFilter, writeFilter } from '../../state/filter';
import { NO_WALK, walkHistory } from '../../state/filter-history';
import { focusGrid, showGrid } from '../../state/grid-focus';
import { useSettings } from '../../state/settings';
import { useView } from '../../state/view';
import { NO_WORDS, type Vocabulary } from './filter-completion';
import { createFilterEditor, setText, underline } from './filter-editor';
import { FilterHistoryMenu } from './filter-history-menu';
import { SavedFiltersMenu } from './saved-filters-menu';
import { TimeRangeChip } from './time-range-chip';
import '../../components/bar-message.css';
import './filter-bar.css';

function useVocabulary() {
  const words = useRef<Vocabulary>(NO_WORDS);
  useEffect(() => {
    Promise.all([fieldList(), protocolList()]).then(
      ([fields, protocols]) => {
        words.current = { ...NO_WORDS, fields: new Map(fields.map((field) => [field.name, field])), protocols };
      },
      () => undefined, // Without the registry the bar still takes filters; it only offers nothing.
    );
  }, []);
  return words;
}

/** The editor, made once; everything that it needs of the window it asks for when it needs it. */
function useEditor(onCompleting: (isCompleting: boolean) => void) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const walk = useRef(NO_WALK);
  const words = useVocabulary();
  useEffect(() => {
    if (!place.current) return;
    const view = createFilterEditor(place.current, useFilter.getState().draft, {
      vocabulary: () => {
        const { savedFilters, macros } = useSettings.getState();
        return { ...words.current, savedFilters, macros };
      },
      onWrite: writeFilter,
      onApply: () => {
        walk.current = NO_WALK;
        showGrid();
        void applyFilter();
      },
      onRestore: () => {
        walk.current = NO_WALK;
        if (!restoreFilter()) focusGrid();
      },
      onWalk: (by) => {
        const step = walkHistory(useSettings.getState().filterHistory, walk.current, view.state.doc.toString(), by);
        if (!step) return false;
        walk.current = step.walk;
        setText(view, step.text);
        return true;
      },
      onCompleting,
    });
    editor.current = view;
    setFilterBar(() => {
      view.focus();
      view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } });
    });
    const stop = useFilter.subscribe(({ draft, fault }, before) => {
      if (draft !== before.draft) setText(view, draft);
      if (fault !== before.fault) underline(view, fault);
    });
    return () => {
      stop();
      setFilterBar(null);
      view.destroy();
    };
  }, [words, onCompleting]);
  return place;
}

const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1);

function useTone(): 'empty' | 'good' | 'bad' {
  const draft = useFilter((filter) => filter.draft);
  const fault = useFilter((filter) => filter.fault);
  const isChecked = useFilter((filter) => filter.isChecked);
  // While the engine is asked the bar keeps its color: nothing flickers at each letter.
  const last = useRef<'empty' | 'good' | 'bad'>('empty');
  if (draft.trim() === '') last.current = 'empty';
  else if (isChecked) last.current = fault ? 'bad' : 'good';
  return last.current;
}

/** Where the filter is written, checked while it is written, applied with Enter. */
export function FilterBar() {
  const [isCompleting, setCompleting] = useState(false);
  const place = useEditor(setCompleting);
  const found = useTone();
  // A word that is being completed is no fault yet.
  const tone = isCompleting && found === 'bad' ? 'empty' : found;
  const draft = useFilter((filter) => filter.draft);
  const applied = useView(({ wanted, filter }) => wanted?.filter ?? filter);
  const message = useFilter((filter) => filter.fault?.message ?? '');
  return (
    <search className="filter" aria-label="Display filter">
      <div className={`filter-bar is-${tone}`}>
        <SavedFiltersMenu />
        <div className="filter-text" ref={place} />
        {draft.trim() !== applied && (
          <Tooltip label="Apply (Enter)">
            <ActionIcon
              size={22}
              aria-label="Apply the filter"
              disabled={tone === 'bad'}
              onClick={() => void applyFilter()}
            >
              <IconArrowRight size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        {(draft !== '' || applied !== '') && (
          <Tooltip label="Clear: show all packets">
            <ActionIcon size={22} aria-label="Clear the filter" onClick={clearFilter}>
              <IconX size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        <FilterHistoryMenu />
      </div>
      <div
        id="filter-message"
        className="bar-message filter-message"
        role="status"
        hidden={message === '' || isCompleting}
      >
        {sentence(message)}
      </div>
      <TimeRangeChip />
    </search>
  );
}
