import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import type { FilterFault } from '../../../preload/contract/filters';
import { completeFilter, type Vocabulary } from './filter-completion';
import { filterLanguage } from './filter-language';

/** What the bar does at the editor's keys and changes. */
export interface EditorListeners {
  readonly vocabulary: () => Vocabulary;
  readonly onWrite: (text: string) => void;
  readonly onApply: () => void;
  readonly onRestore: () => void;
  /** @returns whether there was an older or newer filter to show */
  readonly onWalk: (by: 1 | -1) => boolean;
  readonly onCompleting: (isCompleting: boolean) => void;
}

/** A pause in writing after which something is offered. */
const OFFER_MILLISECONDS = 60;

/** A filter is one line, whatever is pasted. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: text },
    selection: { anchor: text.length },
  };
});

/** Tab takes what is offered, the first where none is chosen; without an offer it leaves the bar as everywhere. */
function takeOffer(view: EditorView): boolean {
  const status = completionStatus(view.state);
  if (status === 'pending') {
    // Faster than the offer: it is taken when it is there, and Tab does not lead out of the bar meanwhile.
    const { doc } = view.state;
    setTimeout(() => view.state.doc === doc && takeOffer(view), OFFER_MILLISECONDS * 1.5);
    return true;
  }
  if (status !== 'active') return false;
  if (selectedCompletion(view.state) === null) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

function keys(listeners: EditorListeners): Extension {
  const walk = (by: 1 | -1) => (view: EditorView) => completionStatus(view.state) !== 'active' && listeners.onWalk(by);
  return keymap.of([
    { key: 'Tab', run: takeOffer },
    ...closeBracketsKeymap,
    ...completionKeymap,
    {
      key: 'Enter',
      run: (view) => {
        closeCompletion(view);
        listeners.onApply();
        return true;
      },
    },
    {
      key: 'Escape',
      run: () => {
        listeners.onRestore();
        return true;
      },
    },
    { key: 'ArrowUp', run: walk(1) },
    { key: 'ArrowDown', run: walk(-1) },
    ...historyKeymap,
    ...defaultKeymap.filter(({ key }) => key !== 'Mod-/' && key !== 'Mod-Enter' && key !== 'Escape'),
  ]);
}

export function createFilterEditor(parent: HTMLElement, text: string, listeners: EditorListeners): EditorView {
  const isField = (name: string) => {
    const { fields, protocols } = listeners.vocabulary();
    return fields.has(name) || protocols.some((protocol) => protocol.name === name);
  };
  const state = EditorState.create({
    doc: text,
    extensions: [
      keys(listeners),
      history(),
      oneLine,
      filterLanguage(isField),
      bracketMatching(),
      closeBrackets(),
      autocompletion({
        override: [completeFilter(listeners.vocabulary)],
        // Enter applies the filter as it is written; only who has moved into the list takes from it.
        selectOnOpen: false,
        icons: false,
        maxRenderedOptions: 60,
        activateOnTypingDelay: OFFER_MILLISECONDS,
        interactionDelay: 0,
      }),
      tooltips({ position: 'fixed', parent: document.body }),
      placeholder('Display filter: tcp.port == 443 and tcp.flags.reset'),
      EditorView.contentAttributes.of({
        'aria-label': 'Display filter',
        'aria-multiline': 'false',
        tabindex: '0',
        'aria-describedby': 'filter-message',
        spellcheck: 'false',
        autocapitalize: 'off',
      }),
      // Left alone, a long filter shows its beginning.
      EditorView.domEventHandlers({
        blur: (_, view) => {
          view.scrollDOM.scrollLeft = 0;
        },
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) listeners.onWrite(update.state.doc.toString());
        const isCompleting = completionStatus(update.state) === 'active';
        if (isCompleting !== (completionStatus(update.startState) === 'active')) listeners.onCompleting(isCompleting);
      }),
    ],
  });
  return new EditorView({ state, parent });
}

/** Writes a text that came from elsewhere: the history, a menu, a restored filter. */
export function setText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } });
}

/** Underlines the part that is wrong. Where something is missing at the end, the last character bears the line. */
export function underline(view: EditorView, fault: FilterFault | null): void {
  const { length } = view.state.doc;
  if (!fault || length === 0) {
    view.dispatch(setDiagnostics(view.state, []));
    return;
  }
  const to = Math.min(length, Math.max(fault.end, fault.start + 1));
  const from = Math.max(0, Math.min(fault.start, to - 1));
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: 'error', message: fault.message }]));
}
