import { findInstallation, userDataFolder } from '../session/installation';
import { sentenceOf } from '../session/refusal';
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
 * @returns the exit code
 */
export async function serve({ file, port, roots, open = false }: ServeOptions): Promise<number> {
  const installation = findInstallation();
  let server: Awaited<ReturnType<typeof startBrowserServer>>;
  try {
    server = await startBrowserServer({
      ...installation,
      userDataFolder: userDataFolder(),
      roots,
      port,
      file: file ?? null,
    });
  } catch (error) {
    console.error(listenFault(error, port));
    return 1;
  }
  console.log(`Wirestate is at ${server.address}`);
  if (open) openBrowser(server.address);
  await interrupted();
  await server.close();
  return 0;
}

function listenFault(error: unknown, port: number): string {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return `Port ${port} is in use; choose another, or leave --port out for a free one.`;
  return `The browser shell cannot start: ${sentenceOf(error)}`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
