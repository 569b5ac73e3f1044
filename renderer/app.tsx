import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { AboutDialog } from './features/about-dialog/about-dialog';
import { CaptureDialog } from './features/capture-dialog/capture-dialog';
import { ColoringDialog } from './features/coloring-dialog/coloring-dialog';
import { ColumnsDialog } from './features/columns-dialog/columns-dialog';
import { CommentDialog } from './features/comment-dialog/comment-dialog';
import { CommentsDialog } from './features/comments-dialog/comments-dialog';
import { ConnectionNotice } from './features/connection-notice/connection-notice';
import { DecodeAsDialog } from './features/decode-as-dialog/decode-as-dialog';
import { DropTarget } from './features/drop-target/drop-target';
import { ExportDialog } from './features/export-dialog/export-dialog';
import { FilePicker } from './features/file-picker/file-picker';
import { FilterBar } from './features/filter-bar/filter-bar';
import { FindBar } from './features/find-bar/find-bar';
import { GoToDialog } from './features/go-to-dialog/go-to-dialog';
import { JobList } from './features/job-list/job-list';
import { LiveNotice } from './features/live-notice/live-notice';
import { LiveStatus } from './features/live-status/live-status';
import { LoadBar } from './features/load-bar/load-bar';
import { MacrosDialog } from './features/macros-dialog/macros-dialog';
import { Palette } from './features/palette/palette';
import { PropertiesDialog } from './features/properties-dialog/properties-dialog';
import { Rail } from './features/rail/rail';
import { SavedFiltersDialog } from './features/saved-filters-dialog/saved-filters-dialog';
import { ShortcutsDialog } from './features/shortcuts-dialog/shortcuts-dialog';
import { StatusBar } from './features/status-bar/status-bar';
import { Timeline } from './features/timeline/timeline';
import { TopBar } from './features/top-bar/top-bar';
import { UnsavedDialog } from './features/unsaved-dialog/unsaved-dialog';
import { WarningsDialog } from './features/warnings-dialog/warnings-dialog';
import { Welcome } from './features/welcome/welcome';
import { Workspace } from './features/workspace/workspace';
import { panels } from './panels';
import { useCapture } from './state/capture';
import { useHotkeys } from './state/hotkeys';
import { useSettings } from './state/settings';
import { useShell } from './state/shell';
import { shownTheme } from './state/theme';
import { cssVariables, mantineTheme } from './theme/mantine-theme';
import './app.css';

function Dialogs() {
  return (
    <>
      <AboutDialog />
      <CaptureDialog />
      <ColoringDialog />
      <ColumnsDialog />
      <CommentDialog />
      <CommentsDialog />
      <DecodeAsDialog />
      <ExportDialog />
      <GoToDialog />
      <MacrosDialog />
      <PropertiesDialog />
      <SavedFiltersDialog />
      <ShortcutsDialog />
      <UnsavedDialog />
      <WarningsDialog />
      <FilePicker />
    </>
  );
}

function Window() {
  useHotkeys();
  const hasCapture = useCapture(({ capture }) => capture !== null);
  return (
    <div className="window">
      <TopBar filter={<FilterBar />} />
      {hasCapture ? (
        <>
          <section aria-label="Timeline">
            <Timeline />
          </section>
          <LiveNotice />
          <FindBar />
          <div className="window-middle">
            <Rail panels={panels} />
            <main className="window-main">
              <Workspace panels={panels} />
            </main>
          </div>
          <StatusBar progress={<LoadBar />} live={<LiveStatus />} />
        </>
      ) : (
        <main className="window-main">
          <Welcome />
        </main>
      )}
      <JobList />
      <ConnectionNotice />
      <DropTarget />
      <Dialogs />
      <Palette panels={panels} />
    </div>
  );
}

export function App() {
  const theme = useSettings((settings) => settings.theme);
  const kind = useShell(({ info }) => info.kind);
  useEffect(() => {
    document.documentElement.dataset.shell = kind;
  }, [kind]);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariables}
      {...(theme === 'system' ? { defaultColorScheme: 'auto' } : { forceColorScheme: shownTheme(theme) })}
    >
      <Notifications position="bottom-right" limit={4} />
      <Window />
    </MantineProvider>
  );
}
