import type { CaptureProperties, CaptureWarning, Timeline } from '../../preload/contract/capture';

export const bytesPerPacket = 450;
export const firstTime = { seconds: 1_448_984_900, nanoseconds: 0 };
export const lastTime = { seconds: 1_449_083_787, nanoseconds: 0 };

export const fakeWarnings: readonly CaptureWarning[] = [
  {
    severity: 'warning',
    message: 'The interface statistics block at byte 1,063,212 has an option that runs past its end.',
    offset: 1_063_212,
  },
  {
    severity: 'error',
    message: 'The file ends at byte 1,080,000,113 in the middle of a packet of 1,514 bytes; 212 were there.',
    offset: 1_080_000_113,
  },
];

export const fakeProperties = (name: string, packets: number): CaptureProperties => ({
  path: `/captures/${name}`,
  format: 'pcapng, little-endian',
  compression: 'none',
  sizeBytes: packets * bytesPerPacket,
  packets,
  capturedBytes: packets * 430,
  firstTime,
  lastTime,
  hardware: 'x86_64',
  operatingSystem: 'Linux 6.1',
  application: 'dumpcap',
  comments: [],
  interfaces: [
    {
      index: 0,
      name: 'eth0',
      description: '',
      linkType: 1,
      linkTypeName: 'Ethernet',
      snapLength: 262144,
      timeResolution: 'microseconds',
      captureFilter: 'tcp',
      operatingSystem: 'Linux',
      packets,
      received: packets,
      dropped: 12,
      comments: [],
    },
  ],
  nameResolutions: 0,
  decryptionSecrets: 0,
});

/** @param share the part of the capture that is loaded, 0 to 1 */
export const fakeTimeline = (buckets: number, share: number): Timeline => ({
  from: firstTime,
  to: lastTime,
  packets: Float64Array.from({ length: buckets }, (_, i) =>
    i / buckets <= share ? 40 + 900 * Math.abs(Math.sin(i * 0.11) * Math.cos(i * 0.037)) : 0,
  ),
  bytes: Float64Array.from({ length: buckets }, () => 40_000),
  trouble: Float64Array.from({ length: buckets }, (_, i) => (i % 29 === 13 && i / buckets <= share ? 30 : 0)),
});
