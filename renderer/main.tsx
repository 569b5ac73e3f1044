import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'dockview-react/dist/styles/dockview.css';
import './theme/tokens.css';
import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { start } from './start';

/** Module scripts have all run by then, the one that makes the bridge too, in whatever order a bundle holds them. */
function whenReady(run: () => void): void {
  if (document.readyState === 'complete') run();
  else document.addEventListener('DOMContentLoaded', run, { once: true });
}

whenReady(() => {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');
  void start().then(() => createRoot(root).render(<App />));
});
