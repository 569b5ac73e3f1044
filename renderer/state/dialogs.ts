import { create } from 'zustand';
import type { SaveFormat } from '../../preload/contract/files';
import type { LiveOptions } from '../../preload/contract/live-capture';

/** What a picker of files is asked for. */
export type FileQuestion =
  | { readonly kind: 'open' }
  | { readonly kind: 'save'; readonly suggestedName: string; readonly format: SaveFormat };

/** What makes the open capture go. */
export type Leaving = 'close' | 'open' | 'start' | 'restart';

export type Dialog =
  | { readonly kind: 'go-to-packet' }
  | { readonly kind: 'comment'; readonly packet: number }
  | { readonly kind: 'comments' }
  | { readonly kind: 'export' }
  | { readonly kind: 'properties' }
  | { readonly kind: 'decode-as' }
  | { readonly kind: 'columns' }
  /** @see ColoringRule; `filter` begins a new rule */
  | { readonly kind: 'coloring'; readonly filter?: string }
  /** `filter` is to be saved */
  | { readonly kind: 'saved-filters'; readonly filter?: string }
  | { readonly kind: 'macros' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'about' }
  | { readonly kind: 'warnings' }
  | {
      readonly kind: 'capture';
      readonly tab?: 'interfaces' | 'permissions';
      /** Why a start with these options came to nothing. */
      readonly fault?: string;
      readonly options?: LiveOptions;
    }
  | {
      readonly kind: 'unsaved';
      readonly leaving: Leaving;
      readonly answer: (answer: 'save' | 'discard' | 'cancel') => void;
    }
  | { readonly kind: 'file'; readonly question: FileQuestion; readonly answer: (path: string | null) => void };

interface Dialogs {
  /** The open dialogs, the one in front last: a picker of files stands in front of the dialog that asked for it. */
  readonly open: readonly Dialog[];
}

export const useDialogs = create<Dialogs>(() => ({ open: [] }));

export function openDialog(dialog: Dialog): void {
  useDialogs.setState(({ open }) => ({ open: [...open.filter(({ kind }) => kind !== dialog.kind), dialog] }));
}

export function closeDialog(kind: Dialog['kind']): void {
  useDialogs.setState(({ open }) => ({ open: open.filter((dialog) => dialog.kind !== kind) }));
}

/** The open dialog of a kind, for the feature that shows it. */
export function useDialog<Kind extends Dialog['kind']>(kind: Kind): Extract<Dialog, { kind: Kind }> | null {
  return useDialogs(({ open }) => (open.find((dialog) => dialog.kind === kind) as never) ?? null);
}

/** Asks a question by dialog; the dialog closes with the answer. */
export function ask<Answer>(
  kind: 'unsaved' | 'file',
  make: (answer: (answer: Answer) => void) => Dialog,
): Promise<Answer> {
  return new Promise((resolve) => {
    openDialog(
      make((answer) => {
        closeDialog(kind);
        resolve(answer);
      }),
    );
  });
}
