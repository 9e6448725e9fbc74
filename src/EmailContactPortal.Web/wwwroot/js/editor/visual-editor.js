// The visual editor of a mail's body. It gets a shielded mail and gives back the mail with only that changed which somebody changed.
import { asText, bind, merged, shield } from './mail-shield.js';
import { t } from '../words.js';

const options = {
  height: 760,
  minHeight: 480,
  iframe: true,
  // Nothing in the mail leads away, submits or opens; scripts are kept out by the page's content policy.
  iframeSandbox: 'allow-same-origin allow-scripts',
  iframeTitle: t('Visual editor'),
  beautifyHTML: false,
  theme: 'default',
  toolbarAdaptive: true,
  allowTabNavigation: true,
  showCharsCounter: false,
  showWordsCounter: false,
  showXPathInStatusbar: false,
  askBeforePasteHTML: false,
  askBeforePasteFromWord: false,
  defaultActionOnPaste: 'insert_clear_html',
  uploader: { insertImageAsBase64URI: false },
  cleanHTML: { fillEmptyParagraph: false, removeEmptyElements: false, replaceNBSP: false, timeout: 0, replaceOldTags: false, removeOnError: false, removeEventAttributes: false, safeJavaScriptLink: false },
  wrapNodes: { exclude: new Set(), emptyBlockAfterInit: false },
  enter: 'p',
  hidePoweredByJodit: true,
  disablePlugins: ['powered-by-jodit', 'ai-assistant', 'speech-recognize', 'add-new-line', 'video', 'file', 'media', 'class-span', 'wrap-nodes', 'clean-html', 'source'],
  buttons: ['paragraph', 'bold', 'italic', 'underline', '|', 'link', 'image', 'table', 'hr', '|', 'ul', 'ol', 'align', '|', 'font', 'fontsize', 'brush', 'eraser', '|', 'undo', 'redo'],
  buttonsMD: ['paragraph', 'bold', 'italic', '|', 'link', 'image', 'table', '|', 'ul', 'ol', 'align', 'brush', '|', 'undo', 'redo'],
  buttonsSM: ['paragraph', 'bold', 'italic', '|', 'link', 'image', 'ul', '|', 'undo', 'redo'],
  buttonsXS: ['paragraph', 'bold', 'italic', 'link', 'image'],
};

/** Shows `source` inside `place`; gives { reason } when it cannot be edited visually without changing it, or { insert, close }. */
export function visualEditor(place, source, onChange, more = {}) {
  const plan = shield(source);
  if (plan.reason) return plan;
  const area = document.createElement('textarea');
  area.setAttribute('aria-label', 'HTML');
  area.value = plan.html;
  place.replaceChildren(area);
  const jodit = Jodit.make(area, { ...options, ...more, iframeStyle: `${Jodit.defaultOptions.iframeStyle}\n${plan.styles}` });
  keepOutOfComments(jodit.selection);
  const close = () => {
    jodit.destruct();
    place.replaceChildren();
  };
  const bound = bind(plan, jodit.value);
  if (!bound) {
    close();
    return { reason: t('The visual editor would change it on opening.') };
  }
  for (const [name, value] of Object.entries(plan.body)) {
    if (name === 'class') jodit.editor.classList.add(...value.split(/\s+/).filter(Boolean));
    else jodit.editor.setAttribute(name, value);
  }
  jodit.events.on('change', () => onChange(merged(bound, jodit.value)));
  return {
    insert: (words, link) => jodit.selection.insertHTML(link ? `<a href="${asText(words)}">${asText(link)}</a>` : asText(words)),
    onFocus: heard => jodit.events.on('focus', heard),
    close,
  };
}

// Jodit writes into the last node of an element when it looks for a place for the cursor; it cannot when that is one of our comments.
function keepOutOfComments(selection) {
  const setCursorIn = selection.setCursorIn.bind(selection);
  selection.setCursorIn = (node, atStart = false) => {
    let last = node;
    while (last.lastChild) last = atStart ? last.firstChild : last.lastChild;
    if (last.nodeType !== Node.COMMENT_NODE) return setCursorIn(node, atStart);
    const range = selection.createRange();
    range.selectNodeContents(node);
    range.collapse(atStart);
    selection.selectRange(range);
    return node;
  };
}
