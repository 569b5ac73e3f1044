import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { resolve } from 'node:path';
import { WebSocketServer } from 'ws';
import { Session, type SessionOptions } from '../session/session';
import { Admission } from './admission';
import { answerRequest } from './page-requests';
import { admitUpgrade } from './upgrade';
import { Uploads } from './uploads';
import { WindowRegistry, type WindowTimes } from './window-registry';

export interface BrowserServerOptions extends SessionOptions {
  readonly roots: readonly string[];
  readonly rendererFolder: string;
  readonly resourcesFolder: string;
  /** The file that the first window opens; null for none. */
  readonly file: string | null;
  /** 0 for any free one. */
  readonly port: number;
  readonly times?: Partial<WindowTimes>;
}

export interface BrowserServer {
  /** With the token. */
  readonly address: string;
  readonly port: number;
  readonly session: Session;
  readonly uploadFolder: string;
  close(): Promise<void>;
}

const usualTimes: WindowTimes = { patienceMilliseconds: 30_000, pulseMilliseconds: 20_000 };

/** A frame from a window carries arguments only; a list of a million packet numbers fits. */
const largestCallBytes = 16 << 20;

/** Starts the browser shell on loopback. */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const server = createServer();
  // Kept to end them all: the server's own closeAllConnections leaves out what was, or asked to be, upgraded.
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const uploads = await Uploads.create();
  const session = new Session(options);
  await session.permitPassing(uploads.folder);
  if (options.file !== null) session.reachable.permit(resolve(options.file));
  const admission = new Admission(`wirestate-${port}`);
  const windows = new WindowRegistry(session, { ...usualTimes, ...options.times });
  const { rendererFolder, resourcesFolder } = options;
  const context = { admission, uploads, rendererFolder, resourcesFolder };
  server.on('request', (request, response) => void answerRequest(request, response, context));
  let startupFile = options.file === null ? null : resolve(options.file);
  acceptSockets(server, admission, (socket, upgrade) => {
    const file = upgrade.startupFile ?? startupFile;
    if (upgrade.returning === null && upgrade.startupFile === null) startupFile = null;
    windows.connect(socket, upgrade, file);
  });
  return {
    address: `http://127.0.0.1:${port}/?token=${admission.token}`,
    port,
    session,
    uploadFolder: uploads.folder,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await windows.close();
      await session.close();
      for (const connection of connections) connection.destroy();
      await closed;
      await uploads.remove();
    },
  };
}

type Accept = (socket: import('ws').WebSocket, upgrade: NonNullable<ReturnType<typeof admitUpgrade>>) => void;

function acceptSockets(server: Server, admission: Admission, accept: Accept): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestCallBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'wirestate',
  });
  server.on('upgrade', (request, stream, head) => {
    const upgrade = admitUpgrade(request, admission);
    if (upgrade === null) {
      stream.on('error', () => stream.destroy());
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => stream.destroy());
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, upgrade));
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
