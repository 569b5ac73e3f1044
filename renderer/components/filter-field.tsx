import { TextInput } from '@mantine/core';
import { useFilterFault } from '../state/filter-check';

interface FilterFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  readonly description?: string;
}

const sentence = ({ message, start }: { readonly message: string; readonly start: number }) =>
  `Column ${start + 1}: ${message}`;

/** A display filter in a dialog, with what is wrong about it under it. */
export function FilterField({ label, value, onChange, placeholder, description }: FilterFieldProps) {
  const fault = useFilterFault(value);
  return (
    <TextInput
      label={label}
      value={value}
      {...(placeholder ? { placeholder } : {})}
      {...(description ? { description } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fault ? sentence(fault) : value.trim() === '' ? 'An empty filter matches nothing' : null}
      styles={{ input: { fontFamily: 'var(--mono)' } }}
      spellCheck={false}
      autoCapitalize="off"
    />
  );
}
