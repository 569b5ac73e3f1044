import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { FilterField } from '../../components/filter-field';
import { ListTools } from '../../components/list-tools';
import { NamedLine } from '../../components/named-lines';
import { OrderedList } from '../../components/ordered-list';
import { tellWithUndo } from '../../components/undo-notice';
import { closeDialog, useDialog } from '../../state/dialogs';
import { useDraftList } from '../../state/draft-list';
import { applyFilter } from '../../state/filter';
import { useWrongFilters } from '../../state/filter-check';
import { changeSettings, useSettings } from '../../state/settings';

const shownLabel = (label: string) => label.trim() || 'Without a label';

function Content({ filter }: { readonly filter: string | undefined }) {
  const stored = useRef(useSettings.getState().savedFilters);
  const known = stored.current.findIndex((saved) => saved.filter === filter);
  const list = useDraftList(stored.current, (savedFilters) => changeSettings({ savedFilters }), Math.max(0, known));
  const wrong = useWrongFilters(list.kept.map(({ item }) => item.filter));
  const label = useRef<HTMLInputElement>(null);
  const isNew = filter !== undefined && known < 0;
  const isBegun = useRef(false);
  const add = (text: string) => {
    list.insert(list.kept.length, [{ label: '', filter: text }]);
    requestAnimationFrame(() => label.current?.focus());
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter to save is added once, as the dialog opens
  useEffect(() => {
    if (filter && known < 0 && !isBegun.current) add(filter);
    isBegun.current = true;
  }, []);

  const remove = (at: number) => {
    const name = list.kept[at]?.item.label ?? '';
    tellWithUndo(`Filter “${shownLabel(name)}” deleted`, list.remove(at));
  };
  const chosen = list.kept[list.at]?.item;
  return (
    <Stack gap={8}>
      <div className="named-list">
        <OrderedList
          label="Saved filters"
          at={list.at}
          lines={list.kept.map(({ key, item }) => ({
            key,
            name: shownLabel(item.label),
            content: <NamedLine name={shownLabel(item.label)} text={item.filter} isWrong={wrong.has(item.filter)} />,
          }))}
          onSelect={list.select}
          onMove={list.move}
          onRemove={remove}
          takesFocus={!isNew}
          empty="None yet. Write a filter into the bar and save it under a label, or make a new one here."
        />
      </div>
      <Group gap={4}>
        <Button
          data-autofocus={list.kept.length === 0 || undefined}
          leftSection={<IconPlus size={14} />}
          onClick={() => add('')}
        >
          New filter
        </Button>
        <ListTools list={list} onRemove={remove} />
      </Group>
      {chosen && (
        <>
          <TextInput
            ref={label}
            data-autofocus={isNew || undefined}
            label="Label"
            placeholder="What it shows, in a word or two"
            value={chosen.label}
            onChange={(event) => list.change({ label: event.currentTarget.value })}
          />
          <FilterField label="Filter" value={chosen.filter} onChange={(text) => list.change({ filter: text })} />
        </>
      )}
      <Group justify="flex-end" mt={8}>
        <Button
          disabled={!chosen || chosen.filter.trim() === '' || wrong.has(chosen.filter)}
          onClick={() => {
            closeDialog('saved-filters');
            if (chosen) void applyFilter(chosen.filter);
          }}
        >
          Apply
        </Button>
        <Button variant="filled" onClick={() => closeDialog('saved-filters')}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

/** Filters kept under labels: written, ordered, deleted. Changes hold at once. */
export function SavedFiltersDialog() {
  const dialog = useDialog('saved-filters');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('saved-filters')} title="Saved filters" size="lg">
      {dialog && <Content filter={dialog.filter} />}
    </Modal>
  );
}
