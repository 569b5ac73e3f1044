import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { contentPolicy, protectiveHeaders } from '../session/content-policy';
import { findPageFile } from '../session/page-files';
import { sentenceOf } from '../session/refusal';
import { type Admission, addressOf, isForeignEmbedding, isLoopbackHost, isOwnOrigin } from './admission';
import type { Uploads } from './uploads';

export interface PageRequestContext {
  readonly admission: Admission;
  readonly rendererFolder: string;
  readonly resourcesFolder: string;
  readonly uploads: Uploads;
}

/** Answers everything that comes over HTTP but upgrades: pages, their parts, uploads. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: PageRequestContext,
): Promise<void> {
  protect(request, response);
  if (!isLoopbackHost(request.headers.host)) return refuse(response, 421, 'This address is not Wirestate’s.');
  if (isForeignEmbedding(request)) return refuse(response, 403, 'Another site’s page may not use Wirestate.');
  const url = addressOf(request);
  if (url === null) return refuse(response, 400, 'The address cannot be read.');
  if (url.pathname === '/upload') return receiveUpload(request, response, url, context);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is answered here.');
  const tokenGiven = context.admission.isToken(url.searchParams.get('token'));
  if (!tokenGiven && (url.searchParams.has('token') || !context.admission.mayLoadPages(request)))
    return refuse(response, 403, 'Open the whole address that Wirestate printed when it started: it ends in a token.');
  if (tokenGiven) response.setHeader('Set-Cookie', context.admission.pageCookie);
  if (url.pathname === '/favicon.ico') return sendFile(request, response, context.resourcesFolder, '/icon.png');
  return sendFile(request, response, context.rendererFolder, url.pathname === '/' ? '/browser.html' : url.pathname);
}

function protect(request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(protectiveHeaders)) response.setHeader(name, value);
  // Some browsers do not take 'self' to cover the page's own WebSocket.
  const socket = isLoopbackHost(request.headers.host) ? [`ws://${request.headers.host}`] : [];
  response.setHeader('Content-Security-Policy', contentPolicy(socket));
}

export function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${sentence}\n`);
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  pathname: string,
): Promise<void> {
  const file = await findPageFile(folder, pathname);
  if (file === null) return refuse(response, 404, 'There is no such page.');
  // Names of built files carry a hash of what is in them.
  const lasting = pathname.startsWith('/assets/');
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': file.sizeBytes,
    'Cache-Control': lasting ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(createReadStream(file.path), response).catch(() => response.destroy());
}

async function receiveUpload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { admission, uploads }: PageRequestContext,
): Promise<void> {
  if (request.method !== 'PUT') return refuse(response, 405, 'A file is sent with PUT.');
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!isOwnOrigin(request) || !admission.isToken(token))
    return refuse(response, 403, 'A file is taken only with the token.');
  try {
    const path = await uploads.receive(request, url.searchParams.get('name') ?? 'capture');
    response.writeHead(201, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ path }));
  } catch (error) {
    refuse(response, 507, sentenceOf(error));
  }
}
