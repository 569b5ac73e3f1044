import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(__dirname, path);

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
          'packet-reader': at('main/worker/reading/packet-reader.ts'),
          'capture-child': at('main/capture/child.ts'),
          'cap-tap': at('main/capture/cap-tap.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].js', // Beside the entries: __dirname is then the same folder wherever the bundler puts a file.
          chunkFileNames: 'shared-[name]-[hash].js',
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
