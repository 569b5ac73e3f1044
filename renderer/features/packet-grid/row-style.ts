import type { RowClassParams, RowStyle } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import { rowShades } from '../../format/row-colors';
import { packetOf } from './row-source';

/**
 * The colors of a row's rule in both themes, as variables of which packet-grid.css takes its theme's. Every name is always
 * there: a row keeps what it is not given anew.
 */
export function rowStyle({ data, rowIndex }: RowClassParams<PacketRow>): RowStyle {
  const coloring = packetOf(data, rowIndex)?.coloring;
  const shades = coloring ? rowShades(coloring.foreground, coloring.background) : null;
  return {
    '--ink-dark': shades?.dark.ink || 'initial',
    '--ink-light': shades?.light.ink || 'initial',
    '--back-dark': shades?.dark.back || 'initial',
    '--back-light': shades?.light.back || 'initial',
  };
}
