/** The runs of the lab: what the two hosts say to each other, and what the network does to it. */

export type Role = 'sender' | 'receiver';

export interface Rule {
  /** Whose frames. */
  from: Role;
  /** 'new' and 'resend' are data by whether it reaches beyond what was sent before; 'ack' is without data, SYN or FIN. */
  match: 'data' | 'new' | 'resend' | 'ack' | 'syn' | 'fin' | 'any';
  do: 'drop' | 'delay' | 'duplicate' | 'stall' | 'hold';
  /** Which of the matching frames, counted from 1. */
  indexes?: readonly number[];
  rate?: number;
  /** At most so many hits. */
  limit?: number;
  /** So many matching frames pass first. */
  skip?: number;
  /** Seconds: of delay or stall, between a frame and its duplicate, or at most held. */
  by?: number;
  /** How many later data frames overtake a held one. */
  depth?: number;
}

export interface Turn {
  from: Role | 'both';
  bytes: number;
  /** Bytes a write, and seconds after each. */
  chunk?: number;
  gap?: number;
  pause?: number;
  readPauses?: readonly { after: number; seconds: number }[];
}

export interface ConnectionScript {
  turns: readonly Turn[];
  /** Seconds after the run's beginning. */
  start?: number;
  close?: 'reset';
  receiveBuffer?: number;
  keepAlive?: number;
  simultaneous?: boolean;
  /** Seconds from the close until TCP_INFO is read. */
  linger?: number;
}

export interface Scenario {
  /** Seconds one way. */
  delay?: number;
  /** Bottleneck, bytes a second, and how many seconds its queue holds. */
  rate?: number;
  queue?: number;
  sysctls?: Record<string, number | string>;
  connections: readonly ConnectionScript[];
  rules: readonly Rule[];
}

const bulk = (bytes: number): ConnectionScript => ({ turns: [{ from: 'sender', bytes }] });
const exchange = (count: number, request = 300, response = 4_000, pause = 0.01): ConnectionScript => ({
  turns: Array.from({ length: count }, () => [
    { from: 'sender' as const, bytes: request, pause },
    { from: 'receiver' as const, bytes: response },
  ]).flat(),
});
const writes = (count: number, size: number, gap: number): ConnectionScript => ({
  turns: [{ from: 'sender', bytes: count * size, chunk: size, gap }],
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const NO_SACK = { 'net.ipv4.tcp_sack': 0 };
const NO_TIMESTAMPS = { 'net.ipv4.tcp_timestamps': 0 };
const NO_TAIL_PROBE = { 'net.ipv4.tcp_early_retrans': 0 };
const RATE = 2_500_000;

export const SCENARIOS: Record<string, Scenario> = {
  clean: { connections: [bulk(600_000), exchange(10)], rules: [], rate: RATE },
  'one-loss': { connections: [bulk(500_000)], rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [120] }] },
  'random-loss': {
    rate: RATE,
    connections: [bulk(2_000_000), bulk(1_600_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.01 }],
  },
  'heavy-loss': {
    connections: [bulk(700_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.05 }],
  },
  'burst-loss': {
    connections: [bulk(900_000)],
    rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [...range(80, 92), ...range(300, 340)] }],
  },
  'tail-loss': {
    connections: [writes(12, 4_000, 0.35), bulk(60_000)],
    rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [3, 9, 15, 42, 43, 50, 63, 67] }],
  },
  'tail-loss-by-timeout': {
    sysctls: NO_TAIL_PROBE,
    connections: [writes(10, 4_000, 0.5)],
    rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [3, 9, 14, 15, 21] }],
  },
  'resend-lost': {
    connections: [bulk(400_000)],
    rules: [
      { from: 'sender', match: 'new', do: 'drop', indexes: [60, 61, 150] },
      { from: 'sender', match: 'resend', do: 'drop', indexes: [1, 3, 4] },
    ],
  },
  'exchange-loss': {
    connections: [exchange(60), exchange(60, 100, 20_000)],
    rules: [
      { from: 'sender', match: 'data', do: 'drop', rate: 0.03 },
      { from: 'receiver', match: 'data', do: 'drop', rate: 0.02 },
    ],
  },
  'small-writes-loss': {
    connections: [writes(250, 120, 0.012)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.04 }],
  },
  'lost-acks': {
    rate: RATE,
    connections: [bulk(2_000_000)],
    rules: [{ from: 'receiver', match: 'ack', do: 'drop', rate: 0.25 }],
  },
  'lost-acks-small-writes': {
    connections: [writes(40, 200, 0.09)],
    rules: [{ from: 'receiver', match: 'ack', do: 'drop', rate: 0.3 }],
  },
  'ack-burst-lost': {
    sysctls: NO_TAIL_PROBE,
    connections: [writes(30, 900, 0.12)],
    rules: [{ from: 'receiver', match: 'ack', do: 'drop', indexes: [5, 6, 7, 14, 15, 22, 23, 24] }],
  },
  'delay-spike': {
    rate: RATE,
    connections: [bulk(900_000)],
    rules: [{ from: 'sender', match: 'new', do: 'stall', by: 0.6, indexes: [100, 420] }],
  },
  'delay-spike-small-writes': {
    connections: [writes(60, 300, 0.05)],
    rules: [{ from: 'sender', match: 'new', do: 'stall', by: 0.5, indexes: [15, 40] }],
  },
  'ack-delay-spike': {
    rate: RATE,
    connections: [bulk(700_000)],
    rules: [{ from: 'receiver', match: 'ack', do: 'stall', by: 0.7, indexes: [60, 180] }],
  },
  'spike-and-loss': {
    rate: RATE,
    connections: [bulk(900_000)],
    rules: [
      { from: 'sender', match: 'new', do: 'stall', by: 0.5, indexes: [150] },
      { from: 'sender', match: 'data', do: 'drop', rate: 0.01 },
    ],
  },
  'reorder-shallow': {
    rate: RATE,
    connections: [bulk(2_000_000)],
    rules: [{ from: 'sender', match: 'new', do: 'hold', depth: 2, rate: 0.04 }],
  },
  'reorder-deep': {
    rate: RATE,
    connections: [bulk(2_500_000)],
    rules: [{ from: 'sender', match: 'new', do: 'hold', depth: 12, rate: 0.015 }],
  },
  'reorder-short-round-trip': {
    delay: 0.001,
    rate: 1_500_000,
    connections: [bulk(2_500_000)],
    rules: [
      { from: 'sender', match: 'new', do: 'hold', depth: 5, rate: 0.03 },
      { from: 'sender', match: 'new', do: 'delay', by: 0.008, rate: 0.01 },
    ],
  },
  'reorder-no-timestamps': {
    sysctls: NO_TIMESTAMPS,
    rate: RATE,
    connections: [bulk(1_600_000)],
    rules: [{ from: 'sender', match: 'new', do: 'hold', depth: 6, rate: 0.03 }],
  },
  'reorder-no-sack': {
    sysctls: NO_SACK,
    rate: RATE,
    connections: [bulk(800_000)],
    rules: [{ from: 'sender', match: 'new', do: 'hold', depth: 5, rate: 0.02 }],
  },
  'reorder-and-loss': {
    rate: RATE,
    connections: [bulk(2_500_000)],
    rules: [
      { from: 'sender', match: 'new', do: 'hold', depth: 4, rate: 0.02 },
      { from: 'sender', match: 'data', do: 'drop', rate: 0.008 },
    ],
  },
  duplicates: {
    rate: RATE,
    connections: [bulk(1_600_000), exchange(20)],
    rules: [
      { from: 'sender', match: 'data', do: 'duplicate', rate: 0.03, by: 0.0002 },
      { from: 'receiver', match: 'data', do: 'duplicate', rate: 0.05, by: 0.004 },
    ],
  },
  'duplicates-and-loss': {
    rate: RATE,
    connections: [bulk(1_600_000)],
    rules: [
      { from: 'sender', match: 'data', do: 'duplicate', rate: 0.02, by: 0.003 },
      { from: 'sender', match: 'data', do: 'drop', rate: 0.015 },
    ],
  },
  'loss-no-sack': {
    sysctls: NO_SACK,
    connections: [bulk(700_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.01 }],
  },
  'loss-no-timestamps': {
    sysctls: NO_TIMESTAMPS,
    rate: RATE,
    connections: [bulk(2_000_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.012 }],
  },
  'loss-bare': {
    sysctls: { ...NO_SACK, ...NO_TIMESTAMPS },
    connections: [bulk(600_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.01 }],
  },
  'loss-reno-no-rack': {
    sysctls: { 'net.ipv4.tcp_recovery': 0, 'net.ipv4.tcp_congestion_control': 'reno' },
    connections: [bulk(700_000)],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.01 }],
  },
  'queue-overflow': { rate: 1_200_000, queue: 0.03, connections: [bulk(900_000), bulk(900_000)], rules: [] },
  'two-way': {
    rate: RATE,
    connections: [{ turns: [{ from: 'both', bytes: 1_500_000 }] }],
    rules: [
      { from: 'sender', match: 'data', do: 'drop', rate: 0.01 },
      { from: 'receiver', match: 'data', do: 'drop', rate: 0.01 },
      { from: 'receiver', match: 'new', do: 'hold', depth: 3, rate: 0.01 },
    ],
  },
  'slow-reader': {
    connections: [
      {
        receiveBuffer: 30_000,
        turns: [
          {
            from: 'sender',
            bytes: 300_000,
            readPauses: [
              { after: 0, seconds: 1.2 },
              { after: 120_000, seconds: 0.9 },
            ],
          },
        ],
      },
    ],
    rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [90, 150] }],
  },
  'simultaneous-open': {
    connections: [
      { simultaneous: true, turns: [{ from: 'sender', bytes: 100_000 }] },
      { simultaneous: true, turns: [{ from: 'receiver', bytes: 50_000 }] },
    ],
    rules: [{ from: 'sender', match: 'new', do: 'drop', indexes: [20] }],
  },
  'keep-alive': {
    connections: [
      {
        keepAlive: 1,
        turns: [
          { from: 'sender', bytes: 3_000 },
          { from: 'receiver', bytes: 500, pause: 3.5 },
        ],
      },
    ],
    rules: [{ from: 'receiver', match: 'ack', do: 'drop', indexes: [4] }],
  },
  'handshake-loss': {
    connections: [bulk(20_000), { ...exchange(3), start: 0.2 }, { ...bulk(9_000), start: 0.4 }],
    rules: [
      { from: 'sender', match: 'syn', do: 'drop', indexes: [1] },
      { from: 'receiver', match: 'syn', do: 'drop', indexes: [1] },
    ],
  },
  'close-loss': {
    connections: [
      { ...bulk(5_000), linger: 1.2 },
      { ...bulk(5_000), start: 0.1, linger: 1.2 },
      { ...exchange(2), start: 0.2, linger: 1.2 },
    ],
    rules: [
      { from: 'sender', match: 'fin', do: 'drop', indexes: [1] },
      { from: 'receiver', match: 'fin', do: 'drop', indexes: [2] },
    ],
  },
  'reset-close': {
    connections: [
      { ...bulk(300_000), close: 'reset' },
      { ...exchange(10), close: 'reset' },
    ],
    rules: [{ from: 'sender', match: 'data', do: 'drop', rate: 0.02 }],
  },
  everything: {
    rate: RATE,
    connections: [bulk(800_000), exchange(40), writes(100, 150, 0.02), { turns: [{ from: 'both', bytes: 200_000 }] }],
    rules: [
      { from: 'sender', match: 'data', do: 'drop', rate: 0.01 },
      { from: 'receiver', match: 'any', do: 'drop', rate: 0.02 },
      { from: 'sender', match: 'new', do: 'hold', depth: 4, rate: 0.01 },
      { from: 'sender', match: 'data', do: 'duplicate', rate: 0.01, by: 0.001 },
      { from: 'sender', match: 'new', do: 'stall', by: 0.45, indexes: [350] },
    ],
  },
};
