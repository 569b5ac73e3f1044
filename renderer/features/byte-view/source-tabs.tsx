import type { PacketDetail } from '../../../preload/contract/packets';
import { formatBytes } from '../../format/quantity';
import { visibleText } from '../../format/visible-text';
import { showSource } from '../../state/field-focus';

interface SourceTabsProps {
  readonly sources: PacketDetail['sources'];
  readonly shown: number;
}

/** The frame and what was put together or decoded from it, where there is more than the frame. */
export function SourceTabs({ sources, shown }: SourceTabsProps) {
  if (sources.length < 2) return null;
  return (
    <div className="byte-sources" role="tablist" aria-label="Data sources">
      {sources.map((source, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two sources may have one name
          key={index}
          type="button"
          role="tab"
          aria-selected={index === shown}
          className="byte-source"
          onClick={() => showSource(index)}
        >
          {visibleText(source.name)} <span className="dim">{formatBytes(source.bytes.length)}</span>
        </button>
      ))}
    </div>
  );
}
