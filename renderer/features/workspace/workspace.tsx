import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type SerializedDockview,
} from 'dockview-react';
import { type FunctionComponent, useEffect, useMemo, useRef, useState } from 'react';
import { changeSettings, useSettings } from '../../state/settings';
import { setDock } from '../../state/workspace';
import './workspace.css';

export interface Panel {
  /** Names the panel in the stored layout. */
  readonly id: string;
  readonly title: string;
  readonly content: FunctionComponent;
}

const THEME: DockviewTheme = {
  name: 'wirestate',
  className: 'dockview-theme-wirestate',
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

function Tab({ api }: IDockviewPanelHeaderProps) {
  return <span className="panel-tab">{api.title}</span>;
}

function GroupActions({ containerApi, api, activePanel }: IDockviewHeaderActionsProps) {
  const [isMaximized, setMaximized] = useState(api.isMaximized());
  useEffect(() => {
    const listening = containerApi.onDidMaximizedGroupChange(() => setMaximized(api.isMaximized()));
    return () => listening.dispose();
  }, [containerApi, api]);
  const label = `${isMaximized ? 'Restore' : 'Maximize'} ${activePanel?.title ?? 'panel'}`;
  return (
    <div className="panel-actions">
      <Tooltip label={label}>
        <ActionIcon size={22} aria-label={label} onClick={() => (isMaximized ? api.exitMaximized() : api.maximize())}>
          {isMaximized ? <IconArrowsMinimize size={13} /> : <IconArrowsMaximize size={13} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** Packets above; fields and bytes side by side below. */
function layOutDefault(api: DockviewApi, panels: readonly Panel[]): void {
  api.clear();
  for (const { id, title } of panels) {
    const position =
      id === 'packets'
        ? {}
        : id === 'fields'
          ? { position: { referencePanel: 'packets', direction: 'below' as const } }
          : { position: { referencePanel: 'fields', direction: 'right' as const } };
    api.addPanel({ id, title, component: id, renderer: 'always', minimumHeight: 90, minimumWidth: 160, ...position });
  }
  api.getPanel('packets')?.api.setSize({ height: Math.round(api.height * 0.56) });
  api.getPanel('packets')?.api.setActive();
}

/** A stored layout holds if it names exactly the panels there are; an older one gives way to the default. */
function restore(api: DockviewApi, stored: string | undefined, panels: readonly Panel[]): boolean {
  if (!stored) return false;
  try {
    api.fromJSON(JSON.parse(stored) as SerializedDockview);
    return panels.every(({ id }) => api.getPanel(id)) && api.panels.length === panels.length;
  } catch {
    return false;
  }
}

/** Panels that dock, resize, maximize, and are where they were left. */
export function Workspace({ panels }: { readonly panels: readonly Panel[] }) {
  const components = useMemo(() => Object.fromEntries(panels.map(({ id, content }) => [id, content])), [panels]);
  const saving = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => () => setDock(null, null), []);

  const onReady = ({ api }: DockviewReadyEvent) => {
    if (!restore(api, useSettings.getState().workspace, panels)) layOutDefault(api, panels);
    setDock(api, () => layOutDefault(api, panels));
    api.onDidLayoutChange(() => {
      if (saving.current) clearTimeout(saving.current);
      saving.current = setTimeout(() => changeSettings({ workspace: JSON.stringify(api.toJSON()) }), 500);
    });
  };

  return (
    <DockviewReact
      className="workspace"
      components={components}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={GroupActions}
      theme={THEME}
      disableFloatingGroups
      disableTabsOverflowList={false}
      onReady={onReady}
    />
  );
}
