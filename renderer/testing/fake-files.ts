import type { Bridge } from '../../preload/contract/bridge';

/** A folder of captures of which one is broken, files opened lately of which one is gone, and samples. */
export const fakeFiles = (empty: boolean): Bridge['files'] => ({
  chooseOpen: async () => null,
  chooseSave: async () => null,
  roots: async () => ['/captures'],
  folder: async (path) => ({
    path,
    parent: path === '/captures' ? null : '/captures',
    entries: [
      {
        name: 'incident-2024-05',
        path: '/captures/incident-2024-05',
        kind: 'folder',
        sizeBytes: 0,
        modifiedAt: 1_714_000_000_000,
      },
      ...Array.from({ length: 40 }, (_, i) => ({
        name: `trace-${i}.pcapng`,
        path: `/captures/trace-${i}.pcapng`,
        kind: 'file' as const,
        sizeBytes: 1_000_000 * i,
        modifiedAt: 1_714_000_000_000 + i * 86_400_000,
      })),
      {
        name: 'broken.zip',
        path: '/captures/broken.zip',
        kind: 'file',
        sizeBytes: 1234,
        modifiedAt: 1_714_000_000_000,
      },
    ],
  }),
  exists: async (path) => path.endsWith('trace-1.pcapng'),
  recent: async () =>
    empty
      ? []
      : [
          {
            path: '/captures/pod-7f.pcapng',
            name: 'pod-7f.pcapng',
            openedAt: Date.now() - 4_000_000,
            sizeBytes: 1_060_000_000,
            missing: false,
          },
          {
            path: '/captures/a/very/long/folder/that/goes/on/and/on/edge-proxy-before-the-change-of-2024-05-17-with-a-long-name.pcap.gz',
            name: 'edge-proxy-before-the-change-of-2024-05-17-with-a-long-name.pcap.gz',
            openedAt: Date.now() - 90_000_000,
            sizeBytes: 31_000,
            missing: false,
          },
          {
            path: '/captures/gone.pcap',
            name: 'gone.pcap',
            openedAt: Date.now() - 900_000_000,
            sizeBytes: 31_000,
            missing: true,
          },
        ],
  forgetRecent: async () => {},
  samples: async () =>
    empty
      ? []
      : [
          {
            path: '/samples/lost-segment.pcapng',
            title: 'A lost segment',
            shows: 'Three duplicate ACKs with SACK, then the retransmission.',
          },
          {
            path: '/samples/reset.pcapng',
            title: 'Reset after a complete response',
            shows: 'The client closes a socket that still has unread bytes.',
          },
        ],
});
