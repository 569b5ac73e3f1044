import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// sFlow version 5 (sflow.org): an agent's samples, each with records; flow samples hold the first bytes of a packet seen.
const version5 = 5;
const newestVersion = 5;
const flowSample = 1;
const expandedFlowSample = 3;
const rawHeader = 1;
const mostSamples = 256;

/** What kind of packet begins the raw header: the link under which it is read. */
const headerLinks: Readonly<Record<number, string>> = { 1: 'eth', 4: 'fr', 7: 'ppp', 11: 'ip', 12: 'ipv6' };

const fields = {
  version: field('sflow_245.version', 'uint32', 'Version', 'Of the datagram'),
  agentType: field('sflow_245.agenttype', 'uint32', 'Agent address type', '', { values: { 1: 'IPv4', 2: 'IPv6' } }),
  agent: field('sflow_245.agent', 'ipv4', 'Agent', 'Address of the device'),
  agent6: field('sflow_245.agent.v6', 'ipv6', 'Agent', 'Address of the device'),
  subAgent: field('sflow_245.sub_agent_id', 'uint32', 'Sub-agent', ''),
  sequence: field('sflow_245.sequence_number', 'uint32', 'Sequence number', 'Of the datagram'),
  uptime: field('sflow_245.sysuptime', 'uint32', 'Uptime', 'Of the agent', { unit: 'ms' }),
  samples: field('sflow_245.numsamples', 'uint32', 'Samples', 'Number of samples that follow'),
  sample: field('sflow.sample', 'none', 'Sample', 'What was sampled'),
  sampleType: field('sflow_245.sampletype', 'uint32', 'Sample type', '', {
    mask: 0x00000fff,
    values: { 1: 'Flow sample', 2: 'Counters sample', 3: 'Expanded flow sample', 4: 'Expanded counters sample' },
  }),
  sampleLength: field('sflow_5.sample_length', 'uint32', 'Sample length', '', { unit: 'bytes' }),
  record: field('sflow_245.flow_record_format', 'uint32', 'Record format', '', { mask: 0x00000fff }),
  recordLength: field('sflow_5.flow_data_length', 'uint32', 'Record length', '', { unit: 'bytes' }),
  headerProtocol: field(
    'sflow_245.header_protocol',
    'uint32',
    'Header protocol',
    'What the sampled packet begins with',
  ),
  frameLength: field('sflow_245.header.frame_length', 'uint32', 'Frame length', '', { unit: 'bytes' }),
  headerBytes: field('sflow_245.header', 'bytes', 'Sampled header', 'First bytes of the packet'),
} as const;

export const sflow = protocol({
  name: 'sflow',
  short: 'sFlow',
  title: 'sFlow',
  fields,
  registrations: [{ table: 'udp.port', keys: [6343] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(sflow);
    dissection.begin(sflow, start, end - start);
    const version = dissection.number(fields.version, start, 4);
    if (version > newestVersion) dissection.malformed(start, `version ${version}, the newest is ${newestVersion}`);
    dissection.describe(() => `Version ${version}`);
    if (version === version5) readDatagram(dissection, start, end);
    dissection.end();
  },
});

function readDatagram(dissection: Dissection, start: number, end: number): void {
  const six = dissection.number(fields.agentType, start + 4, 4) === 2;
  let at = start + 8;
  if (six) dissection.octets(fields.agent6, at, 16);
  else dissection.ipv4(fields.agent, at);
  at += six ? 16 : 4;
  dissection.number(fields.subAgent, at, 4);
  const sequence = dissection.number(fields.sequence, at + 4, 4);
  dissection.number(fields.uptime, at + 8, 4);
  const samples = dissection.number(fields.samples, at + 12, 4);
  dissection.describe(() => `Version 5, seq ${sequence}, ${samples} samples`);
  at += 16;
  for (let i = 0; i < Math.min(samples, mostSamples) && at < end && !dissection.failed; i++) {
    at = readSample(dissection, at, end);
  }
}

/** @returns where the next sample begins */
function readSample(dissection: Dissection, start: number, end: number): number {
  const type = dissection.peek(start, 4);
  const length = dissection.peek(start + 4, 4);
  const sampleEnd = Math.min(end, start + 8 + length);
  dissection.group(fields.sample, start, sampleEnd - start);
  dissection.bits(fields.sampleType, start, 4, type);
  dissection.add(fields.sampleLength, start + 4, 4, length);
  const expanded = type === expandedFlowSample;
  if (type === flowSample || expanded) {
    // Sequence, source, rate, pool, drops, input, output; the expanded form splits three of them in two.
    const records = start + 8 + (expanded ? 40 : 28);
    readRecords(dissection, records + 4, sampleEnd, dissection.peek(records, 4));
  }
  dissection.end();
  return start + 8 + length;
}

function readRecords(dissection: Dissection, start: number, end: number, count: number): void {
  let at = start;
  for (let i = 0; i < Math.min(count, mostSamples) && at < end && !dissection.failed; i++) {
    const format = dissection.peek(at, 4);
    dissection.bits(fields.record, at, 4, format);
    const length = dissection.number(fields.recordLength, at + 4, 4);
    if (format === rawHeader) readRawHeader(dissection, at + 8);
    at += 8 + length;
  }
}

function readRawHeader(dissection: Dissection, start: number): void {
  const kind = dissection.number(fields.headerProtocol, start, 4);
  dissection.number(fields.frameLength, start + 4, 4);
  const length = dissection.peek(start + 12, 4);
  const header = start + 16;
  const name = headerLinks[kind];
  if (length === 0 || !dissection.has(header, length)) return;
  dissection.add(fields.headerBytes, header, length, dissection.bytes.subarray(header, header + length));
  if (name === undefined) return;
  // The sampled packet's addresses and ports are not those of the datagram that reports it.
  dissection.aside(() => dissection.nextNamed(name, header, header + length));
}
