import { type Field, type FieldOptions, type FieldType, field } from '../../fields/field';

const own = (name: string, type: FieldType, label: string, help: string, options?: FieldOptions): Field =>
  field(`http.${name}`, type, label, help, options);

/** Header fields that can be asked for by name, by their names in lower case (RFC 9110 and others). */
const header = (name: string, label: string, help: string): Field => own(name, 'string', label, help);

export const headerFields: Readonly<Record<string, Field>> = {
  accept: header('accept', 'Accept', 'Media types that the client takes'),
  'accept-encoding': header('accept_encoding', 'Accept-Encoding', 'Codings that the client takes'),
  'accept-language': header('accept_language', 'Accept-Language', 'Languages that the client takes'),
  authorization: header('authorization', 'Authorization', 'Credentials'),
  'cache-control': header('cache_control', 'Cache-Control', 'What caches may do'),
  connection: header('connection', 'Connection', 'Whether the connection stays, and what is for this hop only'),
  'content-encoding': header('content_encoding', 'Content-Encoding', 'How the content is compressed'),
  'content-length': header('content_length_header', 'Content-Length', 'Bytes of content'),
  'content-type': header('content_type', 'Content-Type', 'Media type of the content'),
  cookie: header('cookie', 'Cookie', 'Cookies that the client sends back'),
  date: header('date', 'Date', 'When the message was made'),
  host: header('host', 'Host', 'Which server the client means'),
  'http2-settings': header('http2_settings', 'HTTP2-Settings', 'Settings of an upgrade to HTTP/2'),
  'last-modified': header('last_modified', 'Last-Modified', 'When the content was changed'),
  location: header('location', 'Location', 'Where to go instead'),
  'proxy-authenticate': header('proxy_authenticate', 'Proxy-Authenticate', 'How a proxy wants the client to sign in'),
  'proxy-authorization': header('proxy_authorization', 'Proxy-Authorization', 'Credentials for a proxy'),
  referer: header('referer', 'Referer', 'Page that the request comes from'),
  'sec-websocket-accept': header('sec_websocket_accept', 'Sec-WebSocket-Accept', "Answer to the client's key"),
  'sec-websocket-extensions': header('sec_websocket_extensions', 'Sec-WebSocket-Extensions', 'WebSocket extensions'),
  'sec-websocket-key': header('sec_websocket_key', 'Sec-WebSocket-Key', 'Nonce of the WebSocket handshake'),
  'sec-websocket-protocol': header('sec_websocket_protocol', 'Sec-WebSocket-Protocol', 'Protocols inside WebSocket'),
  'sec-websocket-version': header('sec_websocket_version', 'Sec-WebSocket-Version', 'Version of WebSocket'),
  server: header('server', 'Server', "The server's software"),
  'set-cookie': header('set_cookie', 'Set-Cookie', 'Cookie that the client shall keep'),
  'transfer-encoding': header('transfer_encoding', 'Transfer-Encoding', 'How the body is framed'),
  upgrade: header('upgrade', 'Upgrade', 'Protocol to change to'),
  'user-agent': header('user_agent', 'User-Agent', "The client's software"),
  'www-authenticate': header('www_authenticate', 'WWW-Authenticate', 'How the server wants the client to sign in'),
  'x-forwarded-for': header('x_forwarded_for', 'X-Forwarded-For', 'Addresses that proxies forwarded for'),
};

export const messageFields = {
  startLine: own('start_line', 'string', 'Start line', 'First line of the message'),
  requestMethod: own('request.method', 'string', 'Method', 'What the request wants done'),
  requestUri: own('request.uri', 'string', 'URI', 'Target of the request as it was sent'),
  requestPath: own('request.uri.path', 'string', 'Path', 'Target without its query'),
  requestQuery: own('request.uri.query', 'string', 'Query', 'What follows the question mark'),
  requestParameter: own('request.uri.query.parameter', 'string', 'Parameter', 'One parameter of the query'),
  requestVersion: own('request.version', 'string', 'Version', 'Version of the request'),
  responseVersion: own('response.version', 'string', 'Version', 'Version of the response'),
  responseCode: own('response.code', 'uint16', 'Status code', 'How the request went'),
  responseDescription: own('response.code.desc', 'string', 'Status', 'What the status code means', { generated: true }),
  responsePhrase: own('response.phrase', 'string', 'Phrase', "The server's words for the status"),
  requestLine: own('request.line', 'string', 'Header', 'One header line of a request', { hidden: true }),
  responseLine: own('response.line', 'string', 'Header', 'One header line of a response', { hidden: true }),
  otherHeader: own('header', 'string', 'Header', 'A header line that has no field of its own'),
  fullUri: own('request.full_uri', 'string', 'Full URI', 'Host and target put together', { generated: true }),
  isRequest: own('request', 'boolean', 'Request', 'A request', { generated: true, hidden: true }),
  isResponse: own('response', 'boolean', 'Response', 'A response', { generated: true, hidden: true }),
  contentLength: own('content_length', 'uint64', 'Content length', 'Content-Length as a number', { generated: true }),
  credentials: own('authbasic', 'string', 'Credentials', 'User and password of Basic authentication', {
    generated: true,
  }),
  cookiePair: own('cookie_pair', 'string', 'Cookie pair', 'One cookie'),
  chunkSize: own('chunk_size', 'uint32', 'Chunk size', 'Bytes of the chunk', { unit: 'bytes' }),
  chunkData: own('chunk_data', 'bytes', 'Chunk data', 'Content in the chunk'),
  chunkBoundary: own('chunk_boundary', 'bytes', 'Chunk boundary', 'Ends the chunk'),
  fileData: own('file_data', 'string', 'Content', 'The content, put together', { generated: true }),
  body: own('body', 'bytes', 'Body', 'Bytes of the body in this segment'),
} as const;
