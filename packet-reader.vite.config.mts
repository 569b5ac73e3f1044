import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { mainOutput } from './electron.vite.config.mjs';

/**
 * The thread that reads packets, in one file by itself: what it shares with other entries would be reached through the exports of
 * a shared file, which costs a call each.
 */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'out/main',
    emptyOutDir: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { 'packet-reader': resolve(import.meta.dirname, 'main/worker/reading/packet-reader.ts') },
      output: { ...mainOutput, codeSplitting: false },
    },
  },
});
