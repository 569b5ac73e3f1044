import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconLetterCase, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { CharacterWidth, FindKind, FindPlace } from '../../../preload/contract/find';
import { NO_WALK, walkHistory } from '../../state/filter-history';
import { changeQuery, closeFind, findStep, setFindBar, useFind } from '../../state/find';
import { FindCount } from './find-count';
import { findKey } from './find-keys';
import '../../components/bar-message.css';
import './find-bar.css';

const KINDS: { value: FindKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'pattern', label: 'Regex' },
  { value: 'filter', label: 'Filter' },
];
const PLACES: { value: FindPlace; label: string }[] = [
  { value: 'info', label: 'Info' },
  { value: 'fields', label: 'Fields' },
  { value: 'bytes', label: 'Bytes' },
];
const WIDTHS: { value: CharacterWidth; label: string }[] = [
  { value: 'any', label: 'Any' },
  { value: 'narrow', label: 'UTF-8' },
  { value: 'wide', label: 'UTF-16' },
];

const PLACEHOLDERS: Readonly<Record<FindKind, string>> = {
  text: 'Text to find',
  hex: 'Bytes in hexadecimal: 16 03 01',
  pattern: 'Regular expression: 50[0-9] .* error',
  filter: 'Display filter: tcp.flags.reset == 1',
};

const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1);

/** The text that is looked for. */
function FindInput() {
  const input = useRef<HTMLInputElement>(null);
  const walk = useRef(NO_WALK);
  const query = useFind((find) => find.query);
  const hasFault = useFind((find) => find.fault !== null);
  useEffect(() => {
    setFindBar(() => {
      input.current?.focus();
      input.current?.select();
    });
    input.current?.focus();
    input.current?.select();
    return () => setFindBar(null);
  }, []);

  const onWalk = (by: 1 | -1) => {
    const step = walkHistory(useFind.getState().history[query.kind], walk.current, query.text, by);
    if (!step) return;
    walk.current = step.walk;
    changeQuery({ text: step.text });
  };
  return (
    <input
      ref={input}
      className="find-input"
      type="text"
      aria-label="Find in the packets"
      aria-invalid={hasFault}
      aria-describedby="find-message"
      placeholder={PLACEHOLDERS[query.kind]}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      value={query.text}
      onChange={(event) => {
        walk.current = NO_WALK;
        changeQuery({ text: event.currentTarget.value });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onWalk(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}

/** Finds packets among the displayed ones: by text, bytes, regular expression or filter. */
export function FindBar() {
  const isOpen = useFind((find) => find.isOpen);
  return isOpen ? <OpenFindBar /> : null;
}

function OpenFindBar() {
  const query = useFind((find) => find.query);
  const message = useFind((find) => find.fault?.message ?? '');
  const isWorded = query.kind === 'text' || query.kind === 'pattern';
  return (
    <search className="find-bar" aria-label="Find packets" onKeyDown={(event) => findKey(event)}>
      <SegmentedControl
        size="xs"
        aria-label="What to find"
        data={KINDS}
        value={query.kind}
        onChange={(kind) => changeQuery({ kind: kind as FindKind })}
      />
      {isWorded && (
        <SegmentedControl
          size="xs"
          aria-label="Where to find it"
          data={PLACES}
          value={query.place}
          onChange={(place) => changeQuery({ place: place as FindPlace })}
        />
      )}
      <div className={message ? 'find-field is-bad' : 'find-field'}>
        <FindInput />
        <FindCount />
        <div id="find-message" className="bar-message find-message" role="status" hidden={message === ''}>
          {sentence(message)}
        </div>
      </div>
      {isWorded && (
        <Tooltip label="Match case">
          <ActionIcon
            size={26}
            aria-label="Match case"
            aria-pressed={query.caseSensitive}
            className={query.caseSensitive ? 'find-toggle is-on' : 'find-toggle'}
            onClick={() => changeQuery({ caseSensitive: !query.caseSensitive })}
          >
            <IconLetterCase size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      {query.kind === 'text' && query.place === 'bytes' && (
        <SegmentedControl
          size="xs"
          aria-label="How the text stands in the bytes"
          data={WIDTHS}
          value={query.width}
          onChange={(width) => changeQuery({ width: width as CharacterWidth })}
        />
      )}
      <Steps />
    </search>
  );
}

function Steps() {
  const isEmpty = useFind((find) => find.query.text === '' || find.fault !== null);
  return (
    <>
      <Tooltip label="Previous (Shift+Enter, Shift+F3)">
        <ActionIcon size={26} aria-label="Find previous" disabled={isEmpty} onClick={() => void findStep('previous')}>
          <IconArrowUp size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next (Enter, F3)">
        <ActionIcon size={26} aria-label="Find next" disabled={isEmpty} onClick={() => void findStep('next')}>
          <IconArrowDown size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Close (Esc)">
        <ActionIcon size={26} aria-label="Close the find bar" onClick={closeFind}>
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
