import { create } from 'zustand';
import type { DetailNode } from '../../preload/contract/packets';
import { allPlaces, deepestAt, nodeAt, placesAbove, visibleLines } from './detail-tree';
import { useSelection } from './selection';

interface FieldFocus {
  /** Path of the selected field in the shown packet's tree; null for none. */
  readonly path: string | null;
  /** Where the selected field stands, by names: the same field is selected in the next packet. */
  readonly place: string | null;
  /** Data source that the byte view shows. */
  readonly source: number;
  /** Field under the pointer, in either view. */
  readonly hovered: string | null;
  /** Places whose children are shown; remembered while moving between packets. */
  readonly expanded: ReadonlySet<string>;
}

/** Open at first: the layers that most questions are about. */
const FIRST_EXPANDED = ['tcp', 'udp', 'http', 'dns', 'icmp', 'arp'];

export const useFieldFocus = create<FieldFocus>(() => ({
  path: null,
  place: null,
  source: 0,
  hovered: null,
  expanded: new Set(FIRST_EXPANDED),
}));

const roots = (): readonly DetailNode[] => useSelection.getState().detail?.tree ?? [];

/** Selects a field: its ancestors open, and the byte view turns to its data source. */
export function selectField(path: string | null): void {
  const node = nodeAt(roots(), path);
  if (!node || path === null) {
    useFieldFocus.setState({ path: null, place: null });
    return;
  }
  const { expanded, source } = useFieldFocus.getState();
  const above = placesAbove(roots(), path);
  const opened = new Set([...expanded, ...above]);
  const place = visibleLines(roots(), opened).find((line) => line.path === path)?.place ?? null;
  useFieldFocus.setState({
    path,
    place,
    source: node.length > 0 ? node.source : source,
    expanded: above.every((name) => expanded.has(name)) ? expanded : opened,
  });
}

export const selectByte = (source: number, offset: number): void => selectField(deepestAt(roots(), source, offset));

export function hoverField(path: string | null): void {
  if (useFieldFocus.getState().hovered !== path) useFieldFocus.setState({ hovered: path });
}

export const showSource = (source: number): void => useFieldFocus.setState({ source });

export function setExpanded(place: string, on: boolean): void {
  const expanded = new Set(useFieldFocus.getState().expanded);
  if (on) expanded.add(place);
  else expanded.delete(place);
  useFieldFocus.setState({ expanded });
}

export const expandAll = (): void =>
  useFieldFocus.setState(({ expanded }) => ({ expanded: new Set([...expanded, ...allPlaces(roots())]) }));

export const collapseAll = (): void => useFieldFocus.setState({ expanded: new Set() });

/** With each new packet the field at the same place stays selected, where there is one. */
export function listenToFieldFocus(): void {
  useSelection.subscribe(({ detail }, { detail: before }) => {
    if (detail === before) return;
    const { place } = useFieldFocus.getState();
    const everything = new Set(
      place === null ? [] : place.split('/').map((_, index, all) => all.slice(0, index).join('/')),
    );
    const line = place === null ? undefined : visibleLines(roots(), everything).find((each) => each.place === place);
    useFieldFocus.setState({
      path: line?.path ?? null,
      source: line && line.node.length > 0 ? line.node.source : 0,
      hovered: null,
    });
  });
}
