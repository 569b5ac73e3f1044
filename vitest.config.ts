import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    include: [
      'main/**/*.test.ts',
      'preload/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    // The palette is read by code too; other style sheets are left out of tests.
    css: { include: /tokens\.css/ },
    testTimeout: process.env.CI === undefined ? 20_000 : 60_000,
    // Tests with real kernels, processes and clocks can be unlucky once on a busy machine; what fails twice is at fault.
    retry: process.env.CI === undefined ? 0 : 2,
  },
});
