import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FieldEntry } from '../../../preload/contract/fields';
import { fieldList, matchFields } from '../../state/field-list';

const MOST = 60;

/** A column from any field: searched by name and label. */
export function FieldPicker({ onPick }: { readonly onPick: (name: string) => void }) {
  const [fields, setFields] = useState<readonly FieldEntry[]>([]);
  const [query, setQuery] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useEffect(() => {
    fieldList().then(setFields, () => setFields([]));
  }, []);
  const found = matchFields(fields, query, MOST);
  const pick = (name: string) => {
    onPick(name);
    setQuery('');
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <TextInput
          data-autofocus
          label="Add a column from a field"
          placeholder={`Search ${fields.length} fields by name or meaning`}
          value={query}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options className="field-options">
          {found.map((field) => (
            <Combobox.Option key={field.name} value={field.name}>
              <span className="mono">{field.name}</span> <span className="dim">{field.label}</span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>No field of that name</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
