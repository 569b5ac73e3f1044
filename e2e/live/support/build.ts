import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(__dirname, '..', '..', '..');

/** Bundles the command line, the session and the processes that they start from the present sources. @returns the folder that they are in */
export async function buildCommandLine(): Promise<string> {
  // Within the project, so that what is not bundled is found from there.
  const folder = join(root, 'node_modules', '.cache', `live-tests-${process.pid}`);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      rollupOptions: {
        input: {
          cli: join(root, 'main/cli.ts'),
          session: join(root, 'main/session/session.ts'),
          client: join(root, 'main/worker/client.ts'),
          worker: join(root, 'main/worker/entry.ts'),
          'capture-child': join(root, 'main/capture/child.ts'),
          'cap-tap': join(root, 'main/capture/cap-tap.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'shared-[name]-[hash].js' },
      },
    },
  });
  return folder;
}
