import { field } from '../fields/field';
import { frameSubtypes } from './wireless-frame-types';

/** Fields of the 802.11 header (IEEE 802.11-2020 §9.2). */
export const wirelessFields = {
  typeSubtype: field('wlan.fc.type_subtype', 'uint16', 'Type', 'Type and subtype', {
    base: 'hex',
    values: frameSubtypes,
  }),
  control: field('wlan.fc', 'uint16', 'Frame control', 'Type and flags', { base: 'hex' }),
  version: field('wlan.fc.version', 'uint8', 'Version', 'Always 0', { mask: 0x03 }),
  type: field('wlan.fc.type', 'uint8', 'Type', 'Management, control or data', {
    mask: 0x0c,
    values: { 0: 'Management', 1: 'Control', 2: 'Data', 3: 'Extension' },
  }),
  subtype: field('wlan.fc.subtype', 'uint8', 'Subtype', 'Kind of frame within the type', { mask: 0xf0 }),
  flags: field('wlan.flags', 'uint8', 'Flags', 'The second byte of frame control', { base: 'hex' }),
  distribution: field('wlan.fc.ds', 'uint8', 'To and from DS', 'Way through the distribution system', {
    base: 'hex',
    mask: 0x03,
    values: {
      0: 'Direct, or not data',
      1: 'To the access point',
      2: 'From the access point',
      3: 'Between access points',
    },
  }),
  toDistribution: field('wlan.fc.tods', 'boolean', 'To DS', 'Goes to the access point', { mask: 0x01, hidden: true }),
  fromDistribution: field('wlan.fc.fromds', 'boolean', 'From DS', 'Comes from the access point', {
    mask: 0x02,
    hidden: true,
  }),
  moreFragments: field('wlan.fc.frag', 'boolean', 'More fragments', '', { mask: 0x04 }),
  retry: field('wlan.fc.retry', 'boolean', 'Retry', 'Sent again', { mask: 0x08 }),
  powerManagement: field('wlan.fc.pwrmgt', 'boolean', 'Power management', 'The station will sleep', { mask: 0x10 }),
  moreData: field('wlan.fc.moredata', 'boolean', 'More data', 'More is waiting for the station', { mask: 0x20 }),
  isProtected: field('wlan.fc.protected', 'boolean', 'Protected', 'The payload is encrypted', { mask: 0x40 }),
  order: field('wlan.fc.order', 'boolean', 'Order', 'Strict order, or HT control follows', { mask: 0x80 }),
  duration: field('wlan.duration', 'uint16', 'Duration', 'Time that the medium stays reserved', {
    mask: 0x7fff,
    unit: 'µs',
  }),
  receiver: field('wlan.ra', 'ether', 'Receiver', 'Next station to receive'),
  transmitter: field('wlan.ta', 'ether', 'Transmitter', 'Station that sent this over the air'),
  destination: field('wlan.da', 'ether', 'Destination', 'Address the payload is sent to'),
  source: field('wlan.sa', 'ether', 'Source', 'Address the payload comes from'),
  network: field('wlan.bssid', 'ether', 'BSSID', 'Access point, or the cell'),
  station: field('wlan.staa', 'ether', 'Station', 'The station that is no access point'),
  address: field('wlan.addr', 'ether', 'Address', 'Any of the addresses', { hidden: true }),
  fragment: field('wlan.frag', 'uint16', 'Fragment', 'Number of the fragment', { mask: 0x000f }),
  sequence: field('wlan.seq', 'uint16', 'Sequence number', 'Number of the frame', { mask: 0xfff0 }),
  quality: field('wlan.qos', 'uint16', 'QoS control', '', { base: 'hex' }),
  traffic: field('wlan.qos.tid', 'uint16', 'Traffic identifier', '', { mask: 0x000f }),
  priority: field('wlan.qos.priority', 'uint16', 'Priority', '', { mask: 0x0007 }),
  aggregated: field('wlan.qos.amsdupresent', 'boolean', 'A-MSDU', 'Several packets in one frame', { mask: 0x0080 }),
  highThroughput: field('wlan.htc', 'uint32', 'HT control', '', { base: 'hex' }),
  subframe: field('wlan_aggregate.a_mdsu.subframe', 'none', 'Packet', 'One of several packets in the frame'),
  subframeLength: field('wlan_aggregate.a_mdsu.length', 'uint16', 'Length', 'Bytes of the packet', { unit: 'bytes' }),
} as const;
