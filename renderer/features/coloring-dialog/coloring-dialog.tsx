import { Button, Checkbox, Group, Modal, Switch, TextInput, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ColoringRule } from '../../../preload/contract/colors';
import { FilterField } from '../../components/filter-field';
import { OrderedList } from '../../components/ordered-list';
import { tellWithUndo } from '../../components/undo-notice';
import { rowShades } from '../../format/row-colors';
import { closeDialog, useDialog } from '../../state/dialogs';
import { type DraftList, useDraftList } from '../../state/draft-list';
import { useWrongFilters } from '../../state/filter-check';
import { changeSettings, useSettings } from '../../state/settings';
import { ColorChoice } from './color-choice';
import { newRule } from './new-rule';
import { RuleTools } from './rule-tools';
import './coloring-dialog.css';

interface Parts {
  readonly rules: DraftList<ColoringRule>;
  readonly onOpen: (isOpen: boolean) => void;
}

function RuleEditor({ rules, onOpen }: Parts) {
  const kept = rules.kept[rules.at];
  if (!kept) return null;
  const { item: rule } = kept;
  return (
    <section className="rule-editor" aria-label="The chosen rule">
      <TextInput
        label="Name"
        value={rule.name}
        onChange={(event) => rules.change({ name: event.currentTarget.value })}
      />
      <FilterField
        label="Colors packets that match"
        value={rule.filter}
        placeholder="tcp.port == 8080"
        onChange={(filter) => rules.change({ filter })}
      />
      <Group grow gap={8}>
        <ColorChoice
          key={`back-${kept.key}`}
          label="Background"
          none="none"
          value={rule.background}
          onChange={(background) => rules.change({ background })}
          onOpen={onOpen}
        />
        <ColorChoice
          key={`ink-${kept.key}`}
          label="Text"
          none="as its verdict"
          value={rule.foreground}
          onChange={(foreground) => rules.change({ foreground })}
          onOpen={onOpen}
        />
      </Group>
    </section>
  );
}

function Content({ filter, onOpen }: { readonly filter: string | undefined } & Pick<Parts, 'onOpen'>) {
  const isOn = useSettings((settings) => settings.coloring);
  const theme = useComputedColorScheme('dark');
  const stored = useRef(useSettings.getState().coloringRules);
  const rules = useDraftList(stored.current, (coloringRules) => changeSettings({ coloringRules }));
  const wrong = useWrongFilters(rules.kept.map(({ item }) => item.filter));
  const { insert } = rules;
  const isBegun = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a rule from a packet is added once, as the dialog opens
  useEffect(() => {
    if (filter !== undefined && !isBegun.current) insert(0, [newRule(filter)]);
    isBegun.current = true;
  }, []);

  const remove = (at: number) => {
    const name = rules.kept[at]?.item.name;
    tellWithUndo(`Rule “${name}” deleted`, rules.remove(at));
  };
  const lines = rules.kept.map(({ key, item }, at) => {
    const { ink, back } = rowShades(item.foreground, item.background)[theme];
    return {
      key,
      name: item.name,
      before: (
        <Checkbox
          size="xs"
          aria-label={`Use ${item.name}`}
          checked={item.enabled}
          onChange={(event) => rules.changeAt(at, { enabled: event.currentTarget.checked })}
        />
      ),
      content: (
        <>
          <span className={item.enabled ? 'rule-name' : 'rule-name is-off'}>{item.name}</span>
          <span className={wrong.has(item.filter) ? 'rule-filter is-wrong' : 'rule-filter'}>{item.filter}</span>
          {wrong.has(item.filter) && (
            <span className="rule-idle" title={wrong.get(item.filter)}>
              idle: {wrong.get(item.filter)}
            </span>
          )}
        </>
      ),
      style: { backgroundColor: back || undefined, color: ink || undefined },
    };
  });
  return (
    <>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <span className="dim">The first rule that matches a packet colors it.</span>
        <Switch
          size="xs"
          label="Color packets"
          checked={isOn}
          onChange={(event) => changeSettings({ coloring: event.currentTarget.checked })}
        />
      </Group>
      <div className="rule-list">
        <OrderedList
          label="Coloring rules, the first that matches wins"
          lines={lines}
          at={rules.at}
          onSelect={rules.select}
          onMove={rules.move}
          onRemove={remove}
          empty="No rules: packets keep the color of their verdict. Make a new one, or take the defaults."
        />
      </div>
      <RuleTools rules={rules} onRemove={remove} onOpen={onOpen} />
      <RuleEditor rules={rules} onOpen={onOpen} />
      <Group justify="flex-end" mt="md">
        <Button variant="filled" onClick={() => closeDialog('coloring')}>
          Done
        </Button>
      </Group>
    </>
  );
}

/** The rules that color packets. It stands beside the list, where every change is seen at once. */
export function ColoringDialog() {
  const dialog = useDialog('coloring');
  const [isChoosing, setChoosing] = useState(false);
  return (
    <Modal
      opened={dialog !== null}
      onClose={() => closeDialog('coloring')}
      title="Coloring rules"
      size={620}
      centered={false}
      withOverlay={false}
      lockScroll={false}
      closeOnClickOutside={false}
      closeOnEscape={!isChoosing}
      xOffset={16}
      classNames={{ inner: 'coloring-place', content: 'coloring-panel' }}
    >
      {dialog && <Content filter={dialog.filter} onOpen={setChoosing} />}
    </Modal>
  );
}
