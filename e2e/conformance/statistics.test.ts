import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { ConnectionAnswers } from '../../main/worker/connections/connection-answers';
import { Jobs } from '../../main/worker/jobs';
import { statisticsAnswers } from '../../main/worker/statistics/statistics-answers';
import type { EndpointKind } from '../../preload/contract/endpoints';
import type { ProtocolNode } from '../../preload/contract/protocols';
import { capturesUnder, corpus, loaded } from './captures';
import { tsharkConversations, tsharkEndpoints, tsharkProtocols } from './tshark-statistics';

const folder = corpus();
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
/** A share of the captures: the fields of every packet of all of them are compared elsewhere. */
const everyNth = 8;

/** Where the two are known to differ, and why. */
const knownDifferences: Readonly<Record<string, string>> = {
  'default_pcap_ip_fragmented_garbage.pcap': 'datagrams of contradicting fragments: tshark reads no segment in them',
  'LINKTYPE_IPV4_invalid.pcap': 'IPv6 under the link type of IPv4: tshark counts the header that is wrong as none',
  'ipv6-routing-header.pcap': 'tshark takes the last hop of a routing header for the destination',
  'ipv6-too-long-jumbo.pcap': 'tshark counts no packet whose jumbo payload is longer than the packet',
  'ipv6_mobility_1.pcap': 'tshark counts no packet of mobility messages',
  'test009.pcapng': 'a packet without its interface, which tshark does not count',
  'default_pcap_badpackets.pcap': 'tshark calls DNS what is too short to be told',
  'default_pcap_shadowsocks.pcap': 'tshark shows the HTTP inside SOCKS only',
  'default_pcap_BGP_Cisco_hdlc_slarp.pcap': 'Cisco HDLC inside PPP, of which tshark shows the one',
};

/** Protocols that both read to the same depth; below others one of the two shows data. */
const sharedProtocols: ReadonlySet<string> = new Set(
  'eth sll null raw vlan ip ipv6 arp icmp icmpv6 igmp tcp udp sctp dns mdns dhcp ntp http ssh snmp tftp'.split(' '),
);

interface Asked {
  readonly capture: string;
  readonly analysis: CaptureAnalysis;
  readonly statistics: ReturnType<typeof statisticsAnswers>;
  readonly connections: ConnectionAnswers['methods'];
}

async function eachCapture(
  compare: (asked: Asked) => Promise<string[]>,
): Promise<{ lines: string[]; captures: number }> {
  const captures = capturesUnder(folder as string).filter((_, index) => index % everyNth === 0);
  const lines: string[] = [];
  let compared = 0;
  for await (const { path: capture, analysis } of loaded(captures)) {
    const jobs = new Jobs(() => undefined);
    const statistics = statisticsAnswers(
      () => analysis,
      () => 0,
      jobs,
    );
    const connections = new ConnectionAnswers(() => analysis, jobs).methods;
    const found = await compare({ capture, analysis, statistics, connections });
    const name = basename(capture);
    if (knownDifferences[name] === undefined) lines.push(...found.map((line) => `${name}: ${line}`));
    compared++;
  }
  return { lines, captures: compared };
}

async function ownEndpoints({ statistics }: Asked, kind: EndpointKind): Promise<Map<string, string>> {
  const list = await statistics['endpoints.list']({ kind, text: '', sort: null, job: 'endpoints' });
  const rows = statistics['endpoints.rows']({ list: list.id, start: 0, count: list.rows });
  return new Map(
    rows.map(({ address, port, sentPackets, sentBytes, receivedPackets, receivedBytes }) => [
      `${address} ${port}`,
      `${sentPackets}/${sentBytes} sent, ${receivedPackets}/${receivedBytes} received`,
    ]),
  );
}

async function theirEndpoints(capture: string, kinds: readonly string[]): Promise<Map<string, string>> {
  const ends = (await Promise.all(kinds.map((kind) => tsharkEndpoints(capture, kind)))).flat();
  return new Map(
    ends.map(({ address, port, sentPackets, sentBytes, receivedPackets, receivedBytes }) => [
      `${address} ${port}`,
      `${sentPackets}/${sentBytes} sent, ${receivedPackets}/${receivedBytes} received`,
    ]),
  );
}

function differences(own: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): string[] {
  const keys = [...new Set([...own.keys(), ...theirs.keys()])];
  return keys
    .filter((key) => own.get(key) !== theirs.get(key))
    .map((key) => `${key}: tshark ${theirs.get(key) ?? 'nothing'}, Wirestate ${own.get(key) ?? 'nothing'}`);
}

const countOf = ({ packets, bytes }: ProtocolNode) => `${packets} packets, ${bytes} bytes`;

function paths(nodes: readonly ProtocolNode[], above = ''): [string, string][] {
  return nodes.flatMap((node) => [
    [`${above}${node.name}`, countOf(node)] as [string, string],
    ...paths(node.children, `${above}${node.name}:`),
  ]);
}

describe.skipIf(folder === null || !hasTshark)("tshark's statistics (need tshark and CAPTURE_CORPUS)", () => {
  test('endpoints have the packets and bytes of `-z endpoints`', async () => {
    const { lines, captures } = await eachCapture(async (asked) => [
      ...differences(await ownEndpoints(asked, 'ip'), await theirEndpoints(asked.capture, ['ip', 'ipv6'])),
      ...differences(await ownEndpoints(asked, 'tcp'), await theirEndpoints(asked.capture, ['tcp'])),
      ...differences(await ownEndpoints(asked, 'eth'), await theirEndpoints(asked.capture, ['eth'])),
    ]);
    expect(captures).toBeGreaterThan(100);
    expect(lines).toEqual([]);
  }, 300_000);

  test('connections have the packets of `-z conv,tcp`', async () => {
    const { lines } = await eachCapture(async ({ capture, connections }) => {
      const list = await connections['connections.list']({ kind: 'tcp', text: '', sort: null, job: 'list' });
      const { rows } = await connections['connections.rows']({ list: list.id, start: 0, count: list.rows });
      const written = (ends: readonly string[], packets: readonly number[]) =>
        ends
          .map((end, index) => `${end} ${packets[index]}`)
          .sort()
          .join(', ');
      const own = rows.map(({ client, server, packets }) =>
        written(
          [`${client.address}:${client.port}`, `${server.address}:${server.port}`],
          [packets.client, packets.server],
        ),
      );
      const theirs = (await tsharkConversations(capture)).map(({ ends, packets }) => written(ends, packets));
      return differences(
        new Map(own.sort().map((each) => [each, ''])),
        new Map(theirs.sort().map((each) => [each, ''])),
      );
    });
    expect(lines).toEqual([]);
  }, 300_000);

  test('protocols have the packets and bytes of `-z io,phs`', async () => {
    const { lines } = await eachCapture(async ({ capture, statistics }) => {
      const { roots } = await statistics['protocols.hierarchy']({ byStreams: true, job: 'protocols' });
      const shared = (counts: Iterable<readonly [string, string]>) =>
        new Map([...counts].filter(([path]) => path.split(':').every((name) => sharedProtocols.has(name))));
      return differences(shared(paths(roots)), shared(await tsharkProtocols(capture)));
    });
    expect(lines).toEqual([]);
  }, 300_000);
});
