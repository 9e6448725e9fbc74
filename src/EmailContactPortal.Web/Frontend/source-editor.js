// The source of a mail: CodeMirror, which keeps every character and never reads the HTML as a browser does.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { html } from '@codemirror/lang-html';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, MatchDecorator, ViewPlugin } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': { height: '100%', minHeight: '30rem', maxHeight: '47.5rem', backgroundColor: 'var(--ecp-surface)', color: 'var(--ecp-ink)', fontSize: '.8125rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--tblr-font-monospace)', lineHeight: '1.5rem', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ecp-ink)', minHeight: '30rem' },
  '.cm-gutters': { backgroundColor: 'var(--ecp-surface)', color: 'var(--ecp-ink-2)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--ecp-sunken)' },
  '.cm-cursor': { borderLeftColor: 'var(--ecp-ink)' },
  '.cm-merge': { color: 'var(--ecp-accent)', fontWeight: '500' },
  '.cm-panels': { backgroundColor: 'var(--ecp-sunken)', color: 'var(--ecp-ink)', borderColor: 'var(--ecp-line)' },
});
const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.tagName, tags.keyword], color: 'light-dark(oklch(45% .13 300), oklch(80% .1 305))' },
  { tag: [tags.attributeValue, tags.string], color: 'light-dark(oklch(45% .11 150), oklch(80% .12 150))' },
  { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: 'var(--ecp-ink-2)' },
]));
const finder = new MatchDecorator({ regexp: /\{\{[^{}]*\}\}\}?/g, decoration: Decoration.mark({ class: 'cm-merge' }) });
const mergeTags = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = finder.createDeco(view); }
  update(update) { this.decorations = finder.updateDeco(update, this.decorations); }
}, { decorations: plugin => plugin.decorations });

/** Makes an editor inside `parent`; `nonce` is that of the page's content policy, when it has one. */
export function sourceEditor(parent, { text, label, onChange, nonce }) {
  let quiet = false;
  const state = doc => EditorState.create({
    doc,
    extensions: [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true }),
      html({ autoCloseTags: true }), colours, mergeTags, look, EditorView.lineWrapping,
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      nonce ? EditorView.cspNonce.of(nonce) : [],
      EditorView.updateListener.of(update => { if (update.docChanged && !quiet) onChange(update.state.doc.toString()); }),
    ],
  });
  const view = new EditorView({ state: state(text), parent });
  return {
    show(newText) {
      quiet = true;
      if (newText !== view.state.doc.toString()) view.setState(state(newText));
      quiet = false;
    },
    insert(words) { view.dispatch(view.state.replaceSelection(words)); view.focus(); },
    goTo(line) {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    focus() { view.focus(); },
  };
}
