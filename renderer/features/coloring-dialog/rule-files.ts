import type { ColoringRule } from '../../../preload/contract/colors';
import { tellWithUndo } from '../../components/undo-notice';
import { readRules, writeRules, writeWiresharkRules } from '../../format/coloring-file';
import { bridge } from '../../state/bridge';
import { useCapture } from '../../state/capture';
import type { DraftList } from '../../state/draft-list';
import { saveText } from '../../state/file-saving';
import { warn } from '../../state/notices';

const MOST_BYTES = 4_000_000;

const count = (number: number) => `${number} rule${number === 1 ? '' : 's'}`;

/** How many of the rules are no filters here; none while no capture is open to ask. */
async function idleRules(rules: readonly ColoringRule[]): Promise<number> {
  const capture = useCapture.getState().capture?.id;
  if (capture === undefined) return 0;
  const checks = await Promise.all(rules.map(({ filter }) => bridge().filters.check(capture, filter)));
  return checks.filter(({ error }) => error !== null).length;
}

/** Puts a file's rules before the others, so that they win. */
export async function importRules(file: File, rules: DraftList<ColoringRule>): Promise<void> {
  if (file.size > MOST_BYTES) {
    warn('The rules were not read', `${file.name} is too large for a file of coloring rules.`);
    return;
  }
  const { rules: read, wrongLines } = readRules(await file.text());
  if (read.length === 0) {
    const ways = "Choose one that was exported here, or Wireshark's “colorfilters”.";
    warn('The rules were not read', `${file.name} holds no coloring rules. ${ways}`);
    return;
  }
  const undo = rules.replace([...read, ...rules.kept.map(({ item }) => item)]);
  const wrong = wrongLines.length === 0 ? '' : `; not understood: line ${wrongLines.slice(0, 8).join(', ')}`;
  const idle = await idleRules(read);
  const unknown = idle === 0 ? '' : `; ${count(idle)} ask for fields that are not known here, and are underlined`;
  tellWithUndo(`${count(read.length)} put before the others${wrong}${unknown}`, undo);
}

export const exportRules = (rules: readonly ColoringRule[]): void =>
  saveText('coloring-rules.json', writeRules(rules), 'application/json');

export const exportForWireshark = (rules: readonly ColoringRule[]): void =>
  saveText('colorfilters', writeWiresharkRules(rules), 'application/octet-stream');
