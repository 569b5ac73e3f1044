import { findInstallation, userDataFolder } from '../session/installation';
import { Refusal, sentenceOf } from '../session/refusal';
import { startBrowserServer } from './browser-server';
import { openBrowser } from './open-browser';

export interface ServeOptions {
  /** The file that the first window opens. */
  readonly file?: string | undefined;
  /** 0 for any free one. */
  readonly port: number;
  /** Folders that windows may look into. */
  readonly roots: readonly string[];
  /** Whether to open the address in the system's browser. */
  readonly open?: boolean;
}

/**
 * The command `serve`: prints the address with its token and serves until it is interrupted.
 * @throws Refusal where it cannot start
 */
export async function serve({ file, port, roots, open = false }: ServeOptions): Promise<void> {
  const server = await startBrowserServer({
    ...findInstallation(),
    userDataFolder: userDataFolder(),
    roots,
    port,
    file: file ?? null,
  }).catch((error: unknown) => {
    throw new Refusal(startFault(error, port));
  });
  console.log(`Wirestate is at ${server.address}`);
  if (open) openBrowser(server.address);
  await interrupted();
  await server.close();
}

function startFault(error: unknown, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `port ${port} is in use; choose another, or leave --port out for a free one`;
  if (code === 'EACCES') return `port ${port} needs more rights than you have; choose one above 1023`;
  return `the browser shell cannot start: ${sentenceOf(error)}`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
