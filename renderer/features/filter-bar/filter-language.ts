import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { styleTags, tags } from '@lezer/highlight';
import { parser } from '../../../main/analysis/filter/grammar/filter-parser';

const language = LRLanguage.define({
  name: 'display filter',
  parser: parser.configure({
    props: [
      styleTags({
        'ComparisonOperator/... AndOperator/... OrOperator/... XorOperator/... NotOperator/... InOperator/...':
          tags.operator,
        'BitwiseOperator/... SumOperator/... ProductOperator/... Quantifier/...': tags.operator,
        'String RawString Character': tags.string,
        'Address Prefixed Network Offset LayerNumber': tags.number,
        Reference: tags.special(tags.variableName),
        'Call/Word MacroName': tags.function(tags.variableName),
      }),
    ],
  }),
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"'] } },
});

const colors = HighlightStyle.define([
  { tag: tags.operator, class: 'filter-operator' },
  { tag: [tags.string, tags.number], class: 'filter-value' },
  { tag: tags.special(tags.variableName), class: 'filter-field' },
  { tag: tags.function(tags.variableName), class: 'filter-function' },
]);

const FIELD = Decoration.mark({ class: 'filter-field' });
const VALUE = Decoration.mark({ class: 'filter-value' });

/** The grammar has one token for names and numbers; only the registry knows which word is a field. */
function colorWords(view: EditorView, isField: (name: string) => boolean): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  syntaxTree(view.state).iterate({
    enter: ({ name, from, to, node }) => {
      if (name !== 'Word' && name !== 'DottedName') return;
      const isFunction = node.parent?.name === 'Call' && node.parent.from === from;
      if (isFunction) return;
      const text = view.state.sliceDoc(from, to);
      if (isField(text)) marks.add(from, to, FIELD);
      else if (/^[-\d.]/.test(text) || isValue(node)) marks.add(from, to, VALUE);
    },
  });
  return marks.finish();
}

/** Whether a word stands where a value is expected: to the right of a comparison or in a set. */
function isValue(node: {
  readonly parent: { readonly name: string; readonly from: number } | null;
  readonly from: number;
}) {
  const { parent } = node;
  if (parent === null) return false;
  return parent.name === 'Set' || parent.name === 'Span' || (parent.name === 'Comparison' && node.from > parent.from);
}

/** The grammar that the engine compiles, with its colors: fields, operators, values. */
export function filterLanguage(isField: (name: string) => boolean): Extension {
  const words = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = colorWords(view, isField);
      }
      update(update: ViewUpdate) {
        const isStale = update.docChanged || syntaxTree(update.state) !== syntaxTree(update.startState);
        if (isStale) this.decorations = colorWords(update.view, isField);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  return [new LanguageSupport(language), syntaxHighlighting(colors), words];
}
