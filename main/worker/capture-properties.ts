import type { CaptureProperties, InterfaceProperties } from '../../preload/contract/capture';
import type { CaptureInterface } from '../files/capture-interface';
import { linkTypeName } from '../files/link-type-names';
import type { CaptureAnalysis } from './capture-analysis';

/** The "Capture File Properties" page. */
export function captureProperties(analysis: CaptureAnalysis): CaptureProperties {
  const { file, store } = analysis;
  const section = file.sections[0];
  return {
    path: file.path,
    format: file.variant,
    compression: file.compression,
    sizeBytes: file.size,
    packets: store.count,
    capturedBytes: analysis.totals.capturedBytes,
    firstTime: analysis.totals.earliest,
    lastTime: analysis.totals.latest,
    hardware: section?.hardware ?? '',
    operatingSystem: section?.operatingSystem ?? '',
    application: section?.application ?? '',
    comments: file.sections.flatMap(({ comments }) => comments),
    interfaces: file.interfaces.map((each) =>
      interfaceProperties(each, analysis.totals.interfacePackets[each.index] ?? 0),
    ),
    nameResolutions: file.nameResolutions.length,
    decryptionSecrets: file.decryptionSecrets.length,
  };
}

function interfaceProperties(each: CaptureInterface, packets: number): InterfaceProperties {
  const { statistics } = each;
  return {
    index: each.index,
    name: each.name ?? '',
    description: each.description ?? '',
    linkType: each.linkType,
    linkTypeName: linkTypeName(each.linkType),
    snapLength: each.snapLength,
    timeResolution: resolutionText(each.ticksPerSecond),
    captureFilter: each.filter ?? '',
    operatingSystem: each.operatingSystem ?? '',
    packets,
    received: statistics?.received ?? null,
    dropped:
      statistics === null ? null : (statistics.droppedByInterface ?? 0) + (statistics.droppedByOperatingSystem ?? 0),
    comments: each.comments,
  };
}

function resolutionText(ticksPerSecond: number): string {
  if (ticksPerSecond === 1e9) return 'nanoseconds';
  if (ticksPerSecond === 1e6) return 'microseconds';
  if (ticksPerSecond === 1e3) return 'milliseconds';
  return `1/${ticksPerSecond} s`;
}
