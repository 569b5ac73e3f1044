import type { Difference } from './agreement';

interface KnownDifference {
  /** End of the capture's path. */
  readonly captures: readonly string[];
  /** Beginnings of the fields' names; none for all. */
  readonly fields?: readonly string[];
  readonly reason: string;
}

/** Where Wirestate is known to differ from tshark 4.0.17 on the shared captures, and why. Whatever else differs fails the test. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    captures: ['default_pcap_fuzz-2021-06-07-c6c72a0a56.pcap'],
    fields: ['frame.'],
    reason:
      'a length above 2^31 - 1 and a fraction above a second: tshark limits the one and prints the other as it stands',
  },
  {
    captures: ['default_pcap_fuzz-2021-10-13.pcap'],
    fields: ['frame.time'],
    reason: 'a fraction above a second is carried over into the seconds',
  },
  {
    captures: ['atm-oam-loopback-print-overrun.pcap', 'atm-oam-heapoverflow.pcap', 'atm-heapoverflow.pcap'],
    fields: ['frame.'],
    reason: 'tshark takes the SunATM header off the length of the frame; Wirestate tells what was captured',
  },
  {
    captures: ['default_pcap_ajp.pcap'],
    fields: ['tcp.'],
    reason: 'tshark takes the last four bytes inside FabricPath for a checksum although the IP packet ends behind them',
  },
  {
    captures: [
      'bigtcp-ipv4-geneve-ipv4.pcap',
      'bigtcp-ipv4-geneve-ipv6.pcap',
      'bigtcp-ipv4-vxlan-ipv4.pcap',
      'bigtcp-ipv4-vxlan-ipv6.pcap',
    ],
    reason: 'UDP length 0 in a packet longer than 64 KiB (RFC 2675): tshark gives up, Wirestate reads on',
  },
  { captures: ['802_15_4-data.pcap'], fields: ['ipv6.'], reason: '6LoWPAN is not decoded yet' },
  { captures: ['arp-oobr.pcap'], fields: ['arp.'], reason: 'ATM ARP, whose operation tshark shows under another name' },
  {
    captures: ['of13_ericsson.pcapng', 'of10_s4810.pcap'],
    reason: 'the packet inside an OpenFlow message is not decoded yet',
  },
  {
    captures: ['default_pcap_alexa-app.pcapng'],
    fields: ['tcp.'],
    reason: 'tshark leaves out part of the TCP header that an ICMP error quotes',
  },
  {
    captures: ['default_pcap_vnc.pcap'],
    fields: ['tcp.'],
    reason:
      "tshark's VNC decoder begins a second conversation inside the connection; Wirestate keeps the connection one",
  },
  {
    captures: [
      'default_pcap_shadowsocks.pcap',
      'default_pcap_socks.pcap',
      'default_pcap_tls_heur__shadowsocks-tcp.pcapng',
      'default_pcap_tls_heur__trojan-tcp-tls.pcapng',
      'default_pcap_tls_heur__vmess-tcp-tls.pcapng',
      'default_pcap_tls_heur__vmess-tcp.pcapng',
      'default_pcap_tls_heur__vmess-websocket.pcapng',
    ],
    fields: ['tcp.'],
    reason: "tshark's SOCKS decoder makes conversations that no packet belongs to, and the numbers after them shift",
  },
  {
    captures: [
      'default_pcap_FAX-Call-t38-CA-TDM-SIP-FB-1.pcap',
      'default_pcap_hart_ip.pcap',
      'default_pcap_skinny.pcap',
      'default_pcap_snmp.pcap',
      'default_pcap_fuzz-2006-06-26-2594.pcap',
    ],
    fields: ['udp.stream'],
    reason: "tshark's SIP, HART, Skinny and SNMP decoders make conversations for datagrams that are still to come",
  },
  {
    captures: ['default_pcap_citrix.pcap'],
    fields: ['tcp.analysis.initial_rtt'],
    reason: 'the SYN has the time 0, which tshark takes for no time',
  },
  {
    captures: ['default_pcap_6in4tunnel.pcap', 'default_pcap_instagram.pcap', 'sflow_expanded.pcap'],
    fields: ['tcp.'],
    reason:
      'a segment that another packet quotes or samples: tshark analyzes it like one that was captured, Wirestate does not',
  },
  {
    captures: ['timestamp_invalid_micro.pcap', 'timestamp_invalid_nano.pcap'],
    fields: ['frame.time', 'tcp.'],
    reason: 'a fraction above a second is carried over into the seconds',
  },
  {
    captures: ['quic_32_bit_pointer_overflow.pcap'],
    fields: ['udp.'],
    reason: 'a UDP length of 0 outside a jumbogram',
  },
  {
    captures: ['default_pcap_ftp.pcap', 'default_pcap_h323.pcap'],
    fields: ['tcp.completeness'],
    reason:
      "tshark's FTP and H.323 decoders make the data connection's conversation before its SYN, which is then not counted",
  },
  {
    captures: ['default_pcap_reasm_crash_anon.pcapng'],
    fields: ['tcp.analysis.bytes_in_flight'],
    reason: 'anonymized sequence numbers far apart: tshark counts bytes of segments whose header length cannot be',
  },
  {
    captures: ['beep-oobr.pcap'],
    fields: ['tcp.analysis.'],
    reason: 'the segment is cut: tshark gives up before its analysis, Wirestate tells what it knows',
  },
  {
    captures: ['rx_serviceid_oobr.pcap'],
    fields: ['frame.time'],
    reason: 'a fraction above a second is carried over into the seconds',
  },
  {
    captures: ['test102.pcapng', 'test202.pcapng'],
    fields: ['frame.time_delta'],
    reason: 'the frame before is a custom block, which tshark passes over as it has no time',
  },
];

/** Why the difference is known; undefined for one that is not. */
export const reasonFor = (difference: Difference): string | undefined =>
  knownDifferences.find(
    ({ captures, fields }) =>
      captures.some((end) => difference.capture.endsWith(`/${end}`)) &&
      (fields === undefined || fields.some((start) => difference.field.startsWith(start))),
  )?.reason;
