import type { DetailNode, PacketDetail, PacketRow, RowTone } from '../../preload/contract/packets';

const INFOS: readonly (readonly [string, string, RowTone])[] = [
  ['[SYN] Seq=0 Win=64240 MSS=1460 WS=128 SACK TS', '', 'plain'],
  ['[ACK] Seq=1 Ack=412', '', 'plain'],
  ['POST /weixin/notify_url.htm HTTP/1.1', '', 'plain'],
  ['for the hole at 1449, SACK 2897-4345', 'Dup ACK 1 of 3', 'warning'],
  ['of 7, lost; repaired by SACK', 'Retransmission', 'problem'],
  ['arrived 1.2 ms late', 'Out of order', 'late'],
  ['receiver takes nothing more', 'Zero window', 'window'],
  ['after the complete response', 'Reset', 'problem'],
  ['1448 bytes, continues 6', '', 'plain'],
];

const NASTY = 'GET /\u001b[31m<img src=x onerror=alert(1)>\u202egnp.exe\r\n HTTP/1.1';

/** A row made of its number alone, so that each is the same whenever it is asked for. */
export function fakeRow(number: number, marked: boolean, commented: boolean, reference: number | null): PacketRow {
  const index = number - 1;
  const [info, badge, tone] = INFOS[(index * 7) % 97 < 9 ? (index * 7) % 97 : index % 3] as (typeof INFOS)[number];
  const isClient = index % 2 === 0;
  const nanoseconds = (index * 41_203_000) % 1_000_000_000;
  const start = { seconds: 1_448_984_900, nanoseconds: 0 };
  return {
    number,
    seconds: start.seconds + Math.floor((index * 41_203) / 1_000_000),
    nanoseconds,
    hasTime: true,
    previousSeconds: start.seconds + Math.floor((Math.max(0, index - 1) * 41_203) / 1_000_000),
    previousNanoseconds: (Math.max(0, index - 1) * 41_203_000) % 1_000_000_000,
    referenceSeconds: start.seconds,
    referenceNanoseconds: 0,
    source: isClient ? '10.255.252.31' : '10.4.36.207',
    destination: isClient ? '10.4.36.207' : '10.255.252.31',
    sourcePort: isClient ? 52210 : 8080,
    destinationPort: isClient ? 8080 : 52210,
    protocol: info.includes('HTTP') ? 'HTTP' : 'TCP',
    length: info.includes('HTTP') || info.includes('bytes') ? 1514 : 66,
    flags: ['S', 'A', 'PA', 'A', 'PA', 'PA', 'A', 'RA', 'A'][index % 9] as string,
    stream: index % 113,
    transport: 'tcp',
    info: number === 20 ? NASTY : info,
    badge,
    badgeHelp: '',
    coloring: null,
    tone,
    marked,
    timeReference: reference === number,
    commented,
    faulty: false,
    custom: [],
  };
}

const node = (
  name: string,
  text: string,
  start: number,
  length: number,
  more: Partial<DetailNode> = {},
): DetailNode => ({
  name,
  text,
  value: text.replace(/^[^:]*: /, ''),
  filter: name ? `${name} == ${text.replace(/^[^:]*: /, '')}` : '',
  help: `What ${name} says.`,
  kind: 'field',
  source: 0,
  start,
  length,
  frame: 0,
  children: [],
  ...more,
});

/** A packet with layers, a link to another frame, and a second data source in every third. */
export function fakeDetail(row: PacketRow, comments: readonly string[]): PacketDetail {
  const frame = Uint8Array.from({ length: row.length }, (_, at) => (at * 31 + row.number) & 0xff);
  const body = new TextEncoder().encode(`${NASTY}\nbody of packet ${row.number}`);
  const protocol = { kind: 'protocol' } as const;
  const flags = node('tcp.flags', 'Flags: 0x018 (PSH, ACK)', 46, 2, {
    children: [
      node('tcp.flags.push', '.... 1... = Push: Set', 47, 1),
      node('tcp.flags.ack', '...1 .... = Acknowledgment: Set', 47, 1),
    ],
  });
  const tcp = node(
    'tcp',
    `Transmission Control Protocol, ${row.sourcePort} → ${row.destinationPort}, Len 1448`,
    34,
    32,
    {
      ...protocol,
      children: [
        node('tcp.srcport', `Source port: ${row.sourcePort}`, 34, 2),
        node('tcp.dstport', `Destination port: ${row.destinationPort}`, 36, 2),
        node('tcp.seq', 'Sequence number: 1449', 38, 4),
        node('tcp.ack', 'Acknowledgment number: 412', 42, 4),
        flags,
        node('tcp.window_size', 'Window: 501', 48, 2),
        node('', 'Verdict: retransmission of an earlier segment', 0, 0, {
          kind: 'generated',
          frame: Math.max(1, row.number - 5),
        }),
      ],
    },
  );
  const tree = [
    node('frame', `Frame ${row.number}: ${row.length} bytes`, 0, row.length, {
      ...protocol,
      children: [node('frame.len', `Length: ${row.length}`, 0, 0)],
    }),
    node('eth', 'Ethernet II, 00:1c:42:00:00:18 → 00:1c:42:7d:91:0a', 0, 14, {
      ...protocol,
      children: [
        node('eth.dst', 'Destination: 00:1c:42:7d:91:0a', 0, 6),
        node('eth.src', 'Source: 00:1c:42:00:00:18', 6, 6),
      ],
    }),
    node('ip', `Internet Protocol Version 4, ${row.source} → ${row.destination}`, 14, 20, {
      ...protocol,
      children: [node('ip.ttl', 'Time to live: 64', 22, 1), node('ip.src', `Source: ${row.source}`, 26, 4)],
    }),
    tcp,
  ];
  const hasBody = row.number % 3 === 0;
  return {
    number: row.number,
    row,
    sources: [{ name: 'Frame', bytes: frame }, ...(hasBody ? [{ name: 'Reassembled TCP', bytes: body }] : [])],
    tree: hasBody
      ? [
          ...tree,
          node('http', 'Hypertext Transfer Protocol', 0, body.length, {
            ...protocol,
            source: 1,
            children: [node('http.request.line', `Request: ${NASTY}`, 0, 40, { source: 1 })],
          }),
        ]
      : tree,
    comments,
  };
}
