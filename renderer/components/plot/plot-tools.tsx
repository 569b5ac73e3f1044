import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload, IconFilter, IconTable, IconZoomReset } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { saveFile } from '../../state/file-saving';
import { attempt } from '../../state/notices';
import { pictureOf, pngOf } from './plot-picture';

interface SavingProps {
  /** Holds the drawing. */
  readonly plot: RefObject<HTMLElement | null>;
  /** Begins the names of files. */
  readonly name: string;
  readonly csv: () => string;
  /** A drawing is on screen. */
  readonly hasPicture: boolean;
}

interface ToolsProps extends Omit<SavingProps, 'hasPicture'> {
  readonly isTable: boolean;
  readonly onTable: (on: boolean) => void;
  readonly isZoomed: boolean;
  readonly onReset: () => void;
  /** Shows only the packets of the stretch of time that is shown. */
  readonly onLimit?: () => void;
}

/** Saves a plot as a picture, or its numbers. */
export function PlotSaving({ plot, name, csv, hasPicture }: SavingProps) {
  const save = (what: string, ending: string, make: (drawing: HTMLElement) => Blob | Promise<Blob>) =>
    attempt(`The ${what} could not be saved`, async () => {
      if (plot.current) saveFile(`${name}.${ending}`, await make(plot.current));
    });
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon className="plot-saving" size={24} aria-label="Save the graph">
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={!hasPicture}
          onClick={() =>
            save('picture', 'svg', (drawing) => new Blob([pictureOf(drawing).svg], { type: 'image/svg+xml' }))
          }
        >
          Picture (SVG)
        </Menu.Item>
        <Menu.Item disabled={!hasPicture} onClick={() => save('picture', 'png', pngOf)}>
          Picture (PNG)
        </Menu.Item>
        <Menu.Item onClick={() => save('table', 'csv', () => new Blob([csv()], { type: 'text/csv' }))}>
          Numbers (CSV)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What can be done with any plot: show all, read it as a table, save it. */
export function PlotTools({ plot, name, csv, isTable, onTable, isZoomed, onReset, onLimit }: ToolsProps) {
  return (
    <div className="plot-tools">
      <Tooltip label="Show all (0)">
        <ActionIcon size={24} aria-label="Show all of the graph" disabled={!isZoomed} onClick={onReset}>
          <IconZoomReset size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="List only the packets of this time">
        <ActionIcon
          size={24}
          aria-label="List only the packets of this time"
          disabled={!onLimit}
          onClick={() => onLimit?.()}
        >
          <IconFilter size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={isTable ? 'Show the graph' : 'Show its points as a table'}>
        <ActionIcon
          size={24}
          variant={isTable ? 'light' : 'subtle'}
          aria-label="Table view"
          aria-pressed={isTable}
          onClick={() => onTable(!isTable)}
        >
          <IconTable size={15} />
        </ActionIcon>
      </Tooltip>
      <PlotSaving plot={plot} name={name} csv={csv} hasPicture={!isTable} />
    </div>
  );
}
