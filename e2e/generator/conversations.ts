import type { Turn } from './connection';
import { type Content, type ContentPool, latin1, literal } from './content';
import type { Random } from './random';

const HOSTS = ['api', 'www', 'static', 'auth', 'search', 'images', 'telemetry', 'metrics', 'billing', 'cdn'];
const RESOURCES = ['orders', 'users', 'items', 'sessions', 'reports', 'carts', 'events', 'jobs', 'prices', 'images'];
const AGENTS = [
  'curl/8.5.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36',
  'python-requests/2.32.3',
  'Go-http-client/1.1',
];
const TLS_RECORD = 16_384;

export function hostName(random: Random): string {
  return `${random.pick(HOSTS)}${random.integer(1, 40)}.example.${random.pick(['com', 'net', 'org'])}`;
}

/** HTTP/1.1 requests one after another on a kept-alive connection. */
export function http(random: Random, pool: ContentPool, requests: number): Turn[] {
  const host = hostName(random);
  const agent = random.pick(AGENTS);
  const turns: Turn[] = [];
  for (let request = 0; request < requests; request++) {
    const post = random.chance(0.2);
    turns.push({ from: 'client', contents: httpRequest(random, host, agent, post), pause: thinking(random, request) });
    turns.push({ from: 'server', contents: httpResponse(random, pool, post), pause: random.logNormal(4_000, 1.4) });
  }
  return turns;
}

/** One large answer over HTTP. */
export function download(random: Random, pool: ContentPool, length: number): Turn[] {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\n\r\n`;
  return [
    {
      from: 'client',
      contents: httpRequest(random, hostName(random), random.pick(AGENTS), false),
      pause: thinking(random, 0),
    },
    { from: 'server', contents: [latin1(head), pool.noiseRun(length)], pause: random.logNormal(4_000, 1.4) },
  ];
}

function thinking(random: Random, request: number): number {
  return request === 0 ? random.between(0, 300) : random.logNormal(250_000, 1.5);
}

function path(random: Random): string {
  const item = `/v${random.integer(1, 3)}/${random.pick(RESOURCES)}/${random.word().toString(16)}`;
  return random.chance(0.4) ? `${item}?page=${random.integer(1, 90)}&sort=${random.pick(RESOURCES)}` : item;
}

function httpRequest(random: Random, host: string, agent: string, post: boolean): Content[] {
  const body = post
    ? Buffer.from(JSON.stringify({ id: random.word(), note: 'x'.repeat(random.integer(4, 900)) }))
    : null;
  const lines = [
    `${post ? 'POST' : 'GET'} ${path(random)} HTTP/1.1`,
    `Host: ${host}`,
    `User-Agent: ${agent}`,
    'Accept: */*',
    `X-Request-Id: ${random.word().toString(16)}-${random.word().toString(16)}`,
  ];
  if (random.chance(0.5)) lines.push(`Cookie: session=${random.word().toString(36)}${random.word().toString(36)}`);
  if (body) lines.push('Content-Type: application/json', `Content-Length: ${body.length}`);
  const head = latin1(`${lines.join('\r\n')}\r\n\r\n`);
  return body ? [head, literal(body)] : [head];
}

function httpResponse(random: Random, pool: ContentPool, post: boolean): Content[] {
  const status = post
    ? random.pick(['201 Created', '202 Accepted', '200 OK'])
    : random.weighted([
        [90, '200 OK'],
        [5, '304 Not Modified'],
        [4, '404 Not Found'],
        [1, '503 Service Unavailable'],
      ]);
  const bare = status.startsWith('304');
  const length = bare ? 0 : Math.min(Math.round(random.logNormal(post ? 200 : 850, 1.55)), 4_000_000);
  const binary = length > 20_000 && random.chance(0.7);
  const lines = [
    `HTTP/1.1 ${status}`,
    'Server: nginx/1.26.2',
    'Date: Thu, 09 Oct 2025 08:53:20 GMT',
    `ETag: "${random.word().toString(16)}"`,
  ];
  if (!bare) {
    lines.push(`Content-Type: ${binary ? 'application/octet-stream' : 'text/plain; charset=utf-8'}`);
    lines.push(`Content-Length: ${length}`);
  }
  const head = latin1(`${lines.join('\r\n')}\r\n\r\n`);
  return [head, binary ? pool.noiseRun(length) : pool.textRun(length)];
}

/** A TLS 1.3 handshake by shape, then application records both ways. */
export function tls(random: Random, pool: ContentPool, exchanges: number): Turn[] {
  const turns: Turn[] = [
    { from: 'client', contents: [clientHello(random, hostName(random))], pause: random.between(50, 900) },
    { from: 'server', contents: serverFlight(random, pool), pause: random.between(400, 3_000) },
    {
      from: 'client',
      contents: [
        literal(Uint8Array.of(20, 3, 3, 0, 1, 1)),
        ...records(pool, 53),
        ...records(pool, random.integer(120, 900)),
      ],
      pause: random.between(200, 2_000),
    },
  ];
  for (let exchange = 0; exchange < exchanges; exchange++) {
    if (exchange > 0) {
      turns.push({
        from: 'client',
        contents: records(pool, random.integer(60, 900)),
        pause: thinking(random, exchange),
      });
    }
    const length = Math.min(Math.round(random.logNormal(650, 1.55)), 4_000_000);
    turns.push({ from: 'server', contents: records(pool, length), pause: random.logNormal(5_000, 1.3) });
  }
  return turns;
}

function records(pool: ContentPool, length: number): Content[] {
  const contents: Content[] = [];
  for (let left = length; left > 0; left -= TLS_RECORD) {
    const taken = Math.min(left, TLS_RECORD);
    contents.push(literal(Uint8Array.of(23, 3, 3, taken >> 8, taken & 0xff)), pool.noiseRun(taken));
  }
  return contents;
}

/** RFC 8446 §4.1.2, with server_name (RFC 6066 §3), ALPN (RFC 7301), supported_versions and a key share. */
function clientHello(random: Random, name: string): Content {
  const randomBytes = (length: number) => Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
  const extension = (type: number, body: Buffer) =>
    Buffer.concat([Buffer.from([type >> 8, type & 255]), sized(body, 2)]);
  const serverName = sized(Buffer.concat([Buffer.from([0]), sized(Buffer.from(name), 2)]), 2);
  const protocols = sized(Buffer.concat(['h2', 'http/1.1'].map((value) => sized(Buffer.from(value), 1))), 2);
  const share = sized(Buffer.concat([Buffer.from([0, 29]), sized(randomBytes(32), 2)]), 2);
  const extensions = Buffer.concat([
    extension(0, serverName),
    extension(10, Buffer.from([0, 4, 0, 29, 0, 23])),
    extension(13, Buffer.from([0, 6, 4, 3, 8, 4, 4, 1])),
    extension(16, protocols),
    extension(43, Buffer.from([4, 3, 4, 3, 3])),
    extension(51, share),
  ]);
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    randomBytes(32),
    sized(randomBytes(32), 1),
    sized(Buffer.from([0x13, 1, 0x13, 2, 0x13, 3, 0xc0, 0x2f]), 2),
    Buffer.from([1, 0]),
    sized(extensions, 2),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), sized(body, 3)]);
  return literal(Buffer.concat([Buffer.from([22, 3, 1]), sized(handshake, 2)]));
}

function serverFlight(random: Random, pool: ContentPool): Content[] {
  const bytes = Buffer.from(Array.from({ length: 96 }, () => random.integer(0, 255)));
  const extensions = Buffer.concat([
    Buffer.from([0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 29, 0, 32]),
    bytes.subarray(64, 96),
  ]);
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    bytes.subarray(0, 32),
    sized(bytes.subarray(32, 64), 1),
    Buffer.from([0x13, 1, 0]),
    sized(extensions, 2),
  ]);
  const hello = Buffer.concat([Buffer.from([22, 3, 3]), sized(Buffer.concat([Buffer.from([2]), sized(body, 3)]), 2)]);
  return [literal(hello), literal(Uint8Array.of(20, 3, 3, 0, 1, 1)), ...records(pool, random.integer(2_100, 4_300))];
}

function sized(body: Buffer, width: number): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(body.length, 0, width);
  return Buffer.concat([length, body]);
}

/** SSH by shape: banners, key exchange (RFC 4253 §7), then key strokes and their echoes in small packets. */
export function ssh(random: Random, pool: ContentPool, keystrokes: number): Turn[] {
  const turns: Turn[] = [
    { from: 'server', contents: [latin1('SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5\r\n')], pause: 3_000 },
    { from: 'client', contents: [latin1('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n'), keyExchangeInit()], pause: 200 },
    { from: 'server', contents: [keyExchangeInit()], pause: 900 },
    { from: 'client', contents: [sshPacket(30, sized(Buffer.alloc(32, 7), 4))], pause: 700 },
    { from: 'server', contents: [keyExchangeReply(), sshPacket(21, Buffer.alloc(0))], pause: 2_500 },
    { from: 'client', contents: [sshPacket(21, Buffer.alloc(0))], pause: 300 },
  ];
  for (let key = 0; key < keystrokes; key++) {
    turns.push({ from: 'client', contents: sealed(pool, 36), pause: random.logNormal(110_000, 0.7) });
    const output = random.chance(0.06) ? 20 + 16 * Math.min(Math.ceil(random.logNormal(40, 1)), 78) : 36;
    turns.push({ from: 'server', contents: sealed(pool, output), pause: random.between(150, 1_500) });
  }
  return turns;
}

/** An AES-GCM packet: the length is in the clear, 16 bytes of tag follow (RFC 5647 §7.3). */
function sealed(pool: ContentPool, length: number): Content[] {
  const within = length - 20;
  return [literal(Uint8Array.of(0, 0, within >> 8, within & 255)), pool.noiseRun(length - 4)];
}

/** RFC 4253 §6: packet_length, padding_length, payload, padding to a multiple of eight. */
function sshPacket(message: number, body: Buffer): Content {
  const payload = Buffer.concat([Buffer.from([message]), body]);
  const padding = 4 + ((8 - ((payload.length + 9) % 8)) % 8);
  return literal(sized(Buffer.concat([Buffer.from([padding]), payload, Buffer.alloc(padding)]), 4));
}

function keyExchangeInit(): Content {
  const lists = [
    'sntrup761x25519-sha512@openssh.com',
    'ssh-ed25519',
    'AEAD_AES_256_GCM',
    'AEAD_AES_256_GCM',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ].map((names) => sized(Buffer.from(names), 4));
  return sshPacket(20, Buffer.concat([Buffer.alloc(16, 5), ...lists, Buffer.alloc(5)]));
}

function keyExchangeReply(): Content {
  const hostKey = Buffer.concat([sized(Buffer.from('ssh-ed25519'), 4), sized(Buffer.alloc(32, 3), 4)]);
  const signature = Buffer.concat([sized(Buffer.from('ssh-ed25519'), 4), sized(Buffer.alloc(64, 9), 4)]);
  return sshPacket(31, Buffer.concat([sized(hostKey, 4), sized(Buffer.alloc(32, 8), 4), sized(signature, 4)]));
}

/** A database by shape: many short questions and answers. */
export function database(random: Random, pool: ContentPool, queries: number): Turn[] {
  const turns: Turn[] = [];
  for (let query = 0; query < queries; query++) {
    turns.push({
      from: 'client',
      contents: [pool.textRun(random.integer(40, 400))],
      pause: random.logNormal(20_000, 1.5),
    });
    turns.push({
      from: 'server',
      contents: [pool.noiseRun(Math.round(Math.min(random.logNormal(300, 1.2), 200_000)))],
      pause: random.logNormal(900, 1),
    });
  }
  return turns;
}
