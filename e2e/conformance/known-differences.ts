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
];

/** Why the difference is known; undefined for one that is not. */
export const reasonFor = (difference: Difference): string | undefined =>
  knownDifferences.find(
    ({ captures, fields }) =>
      captures.some((end) => difference.capture.endsWith(`/${end}`)) &&
      (fields === undefined || fields.some((start) => difference.field.startsWith(start))),
  )?.reason;
