import { ActionIcon, Button, Group, Modal, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DecodeAsRule } from '../../../preload/contract/capture';
import type { ProtocolEntry } from '../../../preload/contract/fields';
import { bridge, sentenceOf } from '../../state/bridge';
import { captureId } from '../../state/capture';
import { closeDialog, useDialog } from '../../state/dialogs';
import { useSelection } from '../../state/selection';
import './decode-as-dialog.css';

const DATA = 'data (no protocol)';

/** The rule that the shown packet suggests: its own port. */
function suggestedRule(tables: readonly string[]): DecodeAsRule {
  const row = useSelection.getState().detail?.row;
  const table = row && row.transport !== 'other' ? `${row.transport}.port` : 'tcp.port';
  const key = row && row.destinationPort > 0 ? Math.min(row.destinationPort, row.sourcePort || 65535) : 8080;
  return { table: tables.includes(table) ? table : (tables[0] ?? table), key, protocol: null };
}

interface RuleLineProps {
  readonly rule: DecodeAsRule;
  readonly tables: readonly string[];
  readonly protocols: readonly ProtocolEntry[];
  readonly onChange: (rule: DecodeAsRule) => void;
  readonly onRemove: () => void;
}

function RuleLine({ rule, tables, protocols, onChange, onRemove }: RuleLineProps) {
  const choices = protocols.filter((protocol) => protocol.tables.includes(rule.table));
  return (
    <div className="decode-rule">
      <Select
        aria-label="Where the number stands"
        data={tables}
        value={rule.table}
        allowDeselect={false}
        onChange={(table) => table && onChange({ ...rule, table, protocol: null })}
      />
      <NumberInput
        aria-label="Number"
        value={rule.key}
        min={0}
        max={0xffffffff}
        allowDecimal={false}
        hideControls
        onChange={(key) => typeof key === 'number' && onChange({ ...rule, key })}
      />
      <Select
        aria-label="Decoded as"
        searchable
        data={[{ value: '', label: DATA }, ...choices.map(({ name, short }) => ({ value: name, label: short }))]}
        value={rule.protocol ?? ''}
        allowDeselect={false}
        onChange={(protocol) => onChange({ ...rule, protocol: protocol || null })}
      />
      <ActionIcon aria-label="Remove this rule" onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </div>
  );
}

function Form() {
  const [rules, setRules] = useState<readonly DecodeAsRule[] | null>(null);
  const [protocols, setProtocols] = useState<readonly ProtocolEntry[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    Promise.all([bridge().captures.decodeAs(captureId()), bridge().fields.protocols()]).then(
      ([kept, known]) => {
        setProtocols(known);
        setRules(kept);
      },
      (fault: unknown) => setError(sentenceOf(fault)),
    );
  }, []);
  if (!rules) return <p>{error ?? 'Reading…'}</p>;
  const tables = [...new Set(protocols.flatMap((protocol) => protocol.tables))].sort();
  const apply = async () => {
    try {
      await bridge().captures.setDecodeAs(captureId(), rules);
      closeDialog('decode-as');
    } catch (fault) {
      setError(sentenceOf(fault));
    }
  };
  return (
    <>
      {rules.length === 0 && (
        <p className="dim decode-none">No rules: every protocol is found by its port and its content.</p>
      )}
      {rules.map((rule, index) => (
        <RuleLine
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other name than their place
          key={index}
          rule={rule}
          tables={tables}
          protocols={protocols}
          onChange={(changed) => setRules(rules.with(index, changed))}
          onRemove={() => setRules(rules.toSpliced(index, 1))}
        />
      ))}
      {error && <p className="decode-error">{error}</p>}
      <Group mt="md" gap="xs">
        <Button
          autoFocus
          leftSection={<IconPlus size={14} />}
          onClick={() => setRules([...rules, suggestedRule(tables)])}
        >
          Add a rule
        </Button>
        <Button ml="auto" onClick={() => closeDialog('decode-as')}>
          Cancel
        </Button>
        <Button variant="filled" onClick={() => void apply()}>
          Apply
        </Button>
      </Group>
    </>
  );
}

/** The user's own rules of which number means which protocol. */
export function DecodeAsDialog() {
  const dialog = useDialog('decode-as');
  return (
    <Modal opened={dialog !== null} onClose={() => closeDialog('decode-as')} title="Decode as" size="lg">
      {dialog && <Form />}
    </Modal>
  );
}
