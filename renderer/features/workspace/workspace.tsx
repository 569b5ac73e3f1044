import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize, IconX } from '@tabler/icons-react';
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useCapture } from '../../state/capture';
import { PanelShown } from '../../state/panel-shown';
import { changeSettings, useSettings } from '../../state/settings';
import { setDock } from '../../state/workspace';
import { addPanel, closePinned, layOutDefault, restore, serialize } from './layout';
import type { Panel } from './panel';
import './workspace.css';

const THEME: DockviewTheme = {
  name: 'wirestate',
  className: 'dockview-theme-wirestate',
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

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

/** By then a narrower group has made room for the list of the tabs that it hides. */
const TABS_MILLISECONDS = 120;

/** A group that has become narrower shows which of its tabs is in front. */
function showActiveTabs(dock: DockviewApi): void {
  for (const { element } of dock.groups) {
    const tab = element.querySelector<HTMLElement>('.dv-active-tab');
    const strip = tab?.parentElement;
    if (!tab || !strip) continue;
    const { left, right } = tab.getBoundingClientRect();
    const seen = strip.getBoundingClientRect();
    if (left < seen.left) strip.scrollLeft -= seen.left - left;
    else if (right > seen.right) strip.scrollLeft += right - seen.right;
  }
}

const Panels = createContext<readonly Panel[]>([]);

/** A tab that a middle click closes, as tabs are everywhere. */
function Tab({ api }: IDockviewPanelHeaderProps) {
  const panels = useContext(Panels);
  const isClosable = panels.find(({ id }) => id === api.component)?.isClosable ?? true;
  const close = () => isClosable && api.close();
  return (
    <span className="panel-tab" onAuxClick={(event) => event.button === 1 && close()}>
      {api.title}
      {isClosable && (
        // For the pointer only: a tab may hold nothing that takes the keyboard, and the rail closes panels by it.
        <span
          className="panel-close"
          aria-hidden
          title={`Close ${api.title}`}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={close}
        >
          <IconX size={11} />
        </span>
      )}
    </span>
  );
}

/** Tells what it holds whether it is on screen. */
function docked(Content: Panel['content']): Panel['content'] {
  return function Docked(props) {
    const { api } = props;
    const [isShown, setShown] = useState(api.isVisible);
    useEffect(() => {
      setShown(api.isVisible);
      const listening = api.onDidVisibilityChange(({ isVisible }) => setShown(isVisible));
      return () => listening.dispose();
    }, [api]);
    return (
      <PanelShown.Provider value={isShown}>
        <Content {...props} />
      </PanelShown.Provider>
    );
  };
}

/** Panels that dock, resize, maximize, close, and are where they were left. */
export function Workspace({ panels }: { readonly panels: readonly Panel[] }) {
  const components = useMemo(
    () => Object.fromEntries(panels.map(({ id, content }) => [id, docked(content)])),
    [panels],
  );
  const dock = useRef<DockviewApi | null>(null);
  const saving = useRef<ReturnType<typeof setTimeout> | null>(null);
  const showing = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => () => setDock(null, null), []);
  useEffect(
    () =>
      useCapture.subscribe(({ capture }, { capture: before }) => {
        if (dock.current && capture?.id !== before?.id) closePinned(dock.current);
      }),
    [],
  );

  const onReady = ({ api }: DockviewReadyEvent) => {
    dock.current = api;
    if (!restore(api, useSettings.getState().workspace, panels)) layOutDefault(api, panels);
    setDock(api, {
      layOut: () => layOutDefault(api, panels),
      add: (id, pinned) => {
        const panel = panels.find((each) => each.id === id);
        if (panel) addPanel(api, panel, panels, pinned);
      },
    });
    api.onDidLayoutChange(() => {
      if (showing.current) clearTimeout(showing.current);
      showing.current = setTimeout(() => showActiveTabs(api), TABS_MILLISECONDS);
      if (saving.current) clearTimeout(saving.current);
      saving.current = setTimeout(() => changeSettings({ workspace: serialize(api, panels) }), 500);
    });
  };

  return (
    <Panels.Provider value={panels}>
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
    </Panels.Provider>
  );
}
