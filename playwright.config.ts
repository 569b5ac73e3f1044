import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './e2e/support/chromium';

/** Tests in e2e that drive nothing on a screen are vitest's, by their `.test.ts`. */
const specs = /\.spec\.ts$/;
const desktop = /desktop.*\.spec\.ts$/;

export default defineConfig<object, { runsOn: 'electron' | 'double' }>({
  testDir: 'e2e',
  outputDir: 'test-results/end-to-end',
  timeout: 30_000,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // A machine that is busy with something else for a moment is no fault of the window; what fails twice is.
  retries: process.env.CI === undefined ? 0 : 2,
  use: { launchOptions: chromiumOptions(), viewport: { width: 1280, height: 800 } },
  projects: [
    { name: 'browser', testMatch: specs, testIgnore: desktop },
    { name: 'desktop on the double of Electron', testMatch: desktop, use: { runsOn: 'double' } },
    { name: 'desktop on Electron', testMatch: desktop, use: { runsOn: 'electron' } },
  ],
});
