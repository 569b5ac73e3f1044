import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { encapsulationTypes } from './encapsulation-types';
import { linkTypes } from './link-types';

const fields = {
  number: field('frame.number', 'uint32', 'Frame Number', 'Position in the capture, from 1'),
  time: field('frame.time', 'absolute-time', 'Arrival Time', 'When the frame was captured'),
  timeEpoch: field('frame.time_epoch', 'absolute-time', 'Epoch Arrival Time', 'Seconds since 1970-01-01 00:00 UTC'),
  timeDelta: field(
    'frame.time_delta',
    'relative-time',
    'Time since previous captured frame',
    'Seconds after the frame before',
    {
      generated: true,
    },
  ),
  timeRelative: field(
    'frame.time_relative',
    'relative-time',
    'Time since first frame',
    'Seconds after the first frame',
    {
      generated: true,
    },
  ),
  length: field('frame.len', 'uint32', 'Length on the wire', 'Bytes that were on the wire', { unit: 'bytes' }),
  capturedLength: field('frame.cap_len', 'uint32', 'Captured length', 'Bytes that the capture kept', { unit: 'bytes' }),
  marked: field('frame.marked', 'boolean', 'Marked', 'Marked by the user', { generated: true }),
  protocols: field('frame.protocols', 'string', 'Protocols in frame', 'Protocol names, outermost first', {
    generated: true,
  }),
  section: field('frame.section_number', 'uint32', 'Section number', 'Section of the file that it stands in'),
  interfaceId: field(
    'frame.interface_id',
    'uint32',
    'Interface id',
    "Number of the section's interface it was captured on",
  ),
  interfaceName: field('frame.interface_name', 'string', 'Interface name', 'Name of the interface it was captured on'),
  encapsulation: field(
    'frame.encap_type',
    'int16',
    'Encapsulation type',
    "Number of the link type in the filter language's own count",
  ),
  linkType: field('frame.link_type', 'uint16', 'Link type', 'LINKTYPE_ number of the interface', {
    values: linkTypes,
  }),
  shift: field('frame.offset_shift', 'relative-time', 'Time shift', 'Added to the time that the file has', {
    generated: true,
  }),
  ignored: field('frame.ignored', 'boolean', 'Ignored', 'Left out by the user', { generated: true }),
  coloringRuleName: field('frame.coloring_rule.name', 'string', 'Coloring rule', 'The rule that colors the packet', {
    generated: true,
  }),
  coloringRuleString: field('frame.coloring_rule.string', 'string', 'Coloring filter', "That rule's display filter", {
    generated: true,
  }),
  comment: field('frame.comment', 'string', 'Comment', 'A comment on the packet, kept in the file'),
} as const;

/** The frame as the capture has it: its number, times and lengths. Everything else is inside it. */
export const frame = protocol({
  name: 'frame',
  short: 'Frame',
  title: 'Frame',
  fields,

  dissect(dissection: Dissection, start: number, end: number): void {
    const { frame: facts } = dissection;
    const head = dissection.begin(frame, start, end - start);
    head.text = () =>
      `Frame ${facts.number}: ${facts.originalLength} bytes on wire, ${facts.capturedLength} bytes captured`;
    for (const comment of facts.comments) dissection.add(fields.comment, 0, 0, comment);
    dissection.add(fields.number, 0, 0, facts.number);
    if (facts.section) dissection.add(fields.section, 0, 0, facts.section);
    if (facts.interface >= 0) {
      dissection.add(fields.interfaceId, 0, 0, facts.interface);
      dissection.add(fields.interfaceName, 0, 0, facts.interfaceName || 'unknown');
    }
    dissection.add(fields.encapsulation, 0, 0, encapsulationTypes[facts.linkType] ?? 0);
    dissection.add(fields.linkType, 0, 0, facts.linkType);
    if (facts.hasTime) addTimes(dissection);
    dissection.add(fields.length, 0, 0, facts.originalLength);
    dissection.add(fields.capturedLength, 0, 0, facts.capturedLength);
    dissection.add(fields.marked, 0, 0, facts.marked);
    dissection.add(fields.ignored, 0, 0, false);
    const protocols = dissection.add(fields.protocols, 0, 0, '');
    addColoringRule(dissection);
    dissection.end();

    const wireEnd = Math.max(end, start + facts.originalLength);
    if (!dissection.next('link', facts.linkType, start, wireEnd)) {
      const name = linkTypes[facts.linkType];
      dissection.describe(() => `Link type ${facts.linkType}${name === undefined ? '' : ` (${name})`} is not decoded`);
      dissection.data(start, wireEnd);
    }
    if (dissection.wants(fields.protocols)) protocols.value = protocolList(dissection);
  },
});

/** Of a form of a protocol, the protocol's own name. */
function protocolList({ protocolNames, context }: Dissection): string {
  const { registry } = context;
  const names = protocolNames.slice(1).map((name) => {
    const known = registry.find(name);
    return known === undefined ? name : registry.protocolField(known).name;
  });
  return names.join(':');
}

function addColoringRule(dissection: Dissection): void {
  if (!dissection.wants(fields.coloringRuleName) && !dissection.wants(fields.coloringRuleString)) return;
  const { coloringRule } = dissection.frame;
  if (!coloringRule) return;
  dissection.add(fields.coloringRuleName, 0, 0, coloringRule.name);
  dissection.add(fields.coloringRuleString, 0, 0, coloringRule.filter);
}

function addTimes(dissection: Dissection): void {
  const { seconds, nanoseconds, sincePrevious, sinceFirst } = dissection.frame;
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  dissection.add(fields.time, 0, 0, time);
  dissection.add(fields.shift, 0, 0, 0n);
  dissection.add(fields.timeEpoch, 0, 0, time);
  dissection.add(fields.timeDelta, 0, 0, sincePrevious);
  dissection.add(fields.timeRelative, 0, 0, sinceFirst);
}
