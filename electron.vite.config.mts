import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

export const mainOutput = {
  format: 'cjs',
  // Beside the entries: __dirname is then the same folder wherever the bundler puts a file.
  entryFileNames: '[name].js',
  // The engine reads constants once, and variables each time.
  topLevelVar: false,
} as const;

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: at('main/index.ts'),
          cli: at('main/cli.ts'),
          worker: at('main/worker/entry.ts'),
          'capture-child': at('main/capture/child.ts'),
          'cap-tap': at('main/capture/cap-tap.ts'),
        },
        output: {
          ...mainOutput,
          chunkFileNames: 'shared-[name]-[hash].js',
          // In one file, because what is reached through another's exports costs a call each.
          codeSplitting: { groups: [{ name: 'analysis', test: /\/main\/analysis\// }] },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but 'electron': everything else is bundled.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // A window keeps its source in memory for as long as it is open.
      minify: true,
      rollupOptions: { input: { index: at('renderer/index.html'), browser: at('renderer/browser.html') } },
    },
  },
});
