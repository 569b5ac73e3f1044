import { ActionIcon, Button, Checkbox, ColorSwatch, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Measure, TrafficSeries } from '../../../preload/contract/graphs';
import { formatCount } from '../../format/quantity';
import { addSeries, COLORS, changeSeries, isOfField, MEASURES, removeSeries, type Series, seriesTitle } from './series';

/** A pause in writing after which a filter or field is taken over. */
const WRITE_MILLISECONDS = 500;
const MOST_SERIES = 16;

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly fault: string | null;
  readonly width: number | string;
  readonly onChange: (text: string) => void;
}

/** A text that is taken over with Enter, on leaving it, and in a pause in writing. */
function WrittenText({ label, value, placeholder, fault, width, onChange }: TextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), WRITE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <TextInput
      className="series-text"
      aria-label={label}
      w={width}
      value={text}
      placeholder={placeholder}
      error={fault}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => text !== value && onChange(text)}
      onKeyDown={(event) => event.key === 'Enter' && onChange(text)}
    />
  );
}

function ColorMenu({ series, title }: { readonly series: Series; readonly title: string }) {
  return (
    <Menu width={130} position="bottom-start">
      <Menu.Target>
        <ActionIcon size={22} aria-label={`Color of ${title}`}>
          <ColorSwatch color={series.color} size={13} radius={3} withShadow={false} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {COLORS.map(({ value, name }) => (
          <Menu.Item
            key={value}
            leftSection={<ColorSwatch color={value} size={12} radius={3} withShadow={false} />}
            onClick={() => changeSeries(series.id, { color: value })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SeriesLine({ series, answer }: { readonly series: Series; readonly answer: TrafficSeries | undefined }) {
  const title = seriesTitle(series);
  const fault = answer?.fault ?? null;
  return (
    <li className="series-line">
      <Checkbox
        aria-label={`Show ${title}`}
        checked={series.isOn}
        onChange={(event) => changeSeries(series.id, { isOn: event.currentTarget.checked })}
      />
      <ColorMenu series={series} title={title} />
      <WrittenText
        label={`Filter of ${title}`}
        value={series.filter}
        placeholder="All packets; or a display filter"
        fault={fault?.of === 'filter' ? fault.message : null}
        width="100%"
        onChange={(filter) => changeSeries(series.id, { filter })}
      />
      <Select
        aria-label={`Measure of ${title}`}
        w={168}
        data={MEASURES.map(({ value, label }) => ({ value, label }))}
        value={series.measure}
        allowDeselect={false}
        onChange={(measure) => measure && changeSeries(series.id, { measure: measure as Measure })}
      />
      {isOfField(series.measure) && (
        <WrittenText
          label={`Field of ${title}`}
          value={series.field}
          placeholder="tcp.len"
          fault={fault?.of === 'field' ? fault.message : null}
          width={190}
          onChange={(field) => changeSeries(series.id, { field })}
        />
      )}
      <span className="series-count">{answer && !fault ? formatCount(answer.packets) : ''}</span>
      <Tooltip label="Remove the series">
        <ActionIcon size={22} aria-label={`Remove ${title}`} onClick={() => removeSeries(series.id)}>
          <IconTrash size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

interface ListProps {
  readonly series: readonly Series[];
  /** By id. */
  readonly answers: ReadonlyMap<string, TrafficSeries>;
}

/** The series of the I/O graph: switched on and off, colored, filtered and measured each by itself. */
export function SeriesList({ series, answers }: ListProps) {
  return (
    <div className="series-list">
      <ul>
        {series.map((each) => (
          <SeriesLine key={each.id} series={each} answer={answers.get(each.id)} />
        ))}
      </ul>
      <Button
        size="compact-xs"
        leftSection={<IconPlus size={13} />}
        disabled={series.length >= MOST_SERIES}
        onClick={addSeries}
      >
        Add a series
      </Button>
    </div>
  );
}
