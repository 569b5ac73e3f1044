import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { StreamBytes } from '../../main/worker/stream-bytes';
import { capturesUnder, corpus, loaded } from './captures';
import { kept } from './tshark-answers';
import { type FollowedStream, tsharkFollow } from './tshark-follow';

const folder = corpus();
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
/** A scan of thousands of connections would ask tshark thousands of times for nothing. */
const mostStreams = 600;
/** Every so many captures; FOLLOW_EVERY=1 asks tshark, which takes its time, about all. */
const every = Number(process.env.FOLLOW_EVERY ?? 3);

/** Captures in which the streams are not the same ones, or their data not; the reasons stand in known-differences.ts. */
const otherStreams = [
  'default_pcap_fuzz-2006-09-29-28586.pcap',
  'default_pcap_reasm_crash_anon.pcapng',
  'default_pcap_vnc.pcap',
  'default_pcap_socks.pcap',
  'default_pcap_shadowsocks.pcap',
  'default_pcap_tls_heur__shadowsocks-tcp.pcapng',
  'default_pcap_tls_heur__trojan-tcp-tls.pcapng',
  'default_pcap_tls_heur__vmess-tcp-tls.pcapng',
  'default_pcap_tls_heur__vmess-tcp.pcapng',
  'default_pcap_tls_heur__vmess-websocket.pcapng',
  'bigtcp-ipv4-geneve-ipv4.pcap',
  'bigtcp-ipv4-vxlan-ipv4.pcap',
  'of10_s4810.pcap',
  'of13_ericsson.pcapng',
  'rpki-rtr-oobr.pcap',
];

interface OwnStream extends FollowedStream {
  /** Hexadecimal digits of each direction before its first gap. */
  readonly whole: { readonly client: number; readonly server: number };
  readonly hasGap: boolean;
}

function ownFollow(analysis: CaptureAnalysis, stream: number): OwnStream {
  const text = { client: '', server: '' };
  const whole = { client: Number.POSITIVE_INFINITY, server: Number.POSITIVE_INFINITY };
  const bytes = new StreamBytes(analysis, stream);
  for (const sender of ['client', 'server'] as const) {
    const parts: string[] = [];
    let length = 0;
    for (const part of bytes.of(sender)) {
      if (part.bytes === null) whole[sender] = Math.min(whole[sender], length);
      else parts.push(Buffer.from(part.bytes).toString('hex'));
      length += part.bytes === null ? 0 : part.bytes.length * 2;
    }
    text[sender] = parts.join('');
  }
  return { ...text, whole, hasGap: Number.isFinite(Math.min(whole.client, whole.server)) };
}

/** tshark writes the sentence `[N bytes missing in capture file]` into the bytes. */
const gapSentence = /5b(?:3[0-9])+206279746573206d697373696e6720696e20636170747572652066696c655d(?:00)?/g;

const equal = (own: FollowedStream, theirs: FollowedStream): boolean =>
  own.client === theirs.client && own.server === theirs.server;

/** tshark never shows what lies behind a gap that the other end has not acknowledged: what comes before must agree. */
const equalBeforeGaps = (own: OwnStream, theirs: FollowedStream): boolean =>
  (['client', 'server'] as const).every((sender) => {
    const length = Math.min(own.whole[sender], own[sender].length, theirs[sender].length);
    return own[sender].slice(0, length) === theirs[sender].slice(0, length);
  });

test.skipIf(folder === null || !hasTshark)(
  `follow gives the bytes that tshark gives, in both directions, for every stream of each ${every}th capture (needs tshark and CAPTURE_CORPUS)`,
  async () => {
    const differences: string[] = [];
    let streams = 0;
    let same = 0;
    for await (const { path: capture, analysis } of loaded(
      capturesUnder(folder as string).filter((_, i) => i % every === 0),
    )) {
      const { count } = analysis.connections.tcp;
      if (count > 0 && count <= mostStreams && !otherStreams.some((name) => capture.endsWith(`/${name}`))) {
        const answer = await kept(capture, `follow ${count}`, async () =>
          JSON.stringify(await tsharkFollow(capture, count)),
        );
        const theirs = JSON.parse(answer.replace(gapSentence, '')) as FollowedStream[];
        theirs.forEach((each, stream) => {
          const swapped = { client: each.server, server: each.client };
          const own = ownFollow(analysis, stream);
          streams++;
          // Who is the client of a connection whose SYN was not seen is a matter of opinion.
          if (equal(own, each) || equal(own, swapped)) same++;
          else if (!own.hasGap || !(equalBeforeGaps(own, each) || equalBeforeGaps(own, swapped))) {
            differences.push(`${capture} stream ${stream}`);
          }
        });
      }
    }
    console.log(`${same} of ${streams} streams the same; the others have gaps, and the same bytes before them`);
    expect(differences).toEqual([]);
  },
  900_000,
);
