// The visual editor of a public page: text, links, pictures; what it may not hold is left out when the page is shown.
const area = document.querySelector('[data-page-editor]');
if (area) {
  Jodit.make(area, {
    height: 420,
    toolbarAdaptive: false,
    showCharsCounter: false,
    showWordsCounter: false,
    showXPathInStatusbar: false,
    askBeforePasteHTML: false,
    askBeforePasteFromWord: false,
    defaultActionOnPaste: 'insert_clear_html',
    uploader: { insertImageAsBase64URI: false },
    hidePoweredByJodit: true,
    sourceEditor: 'area',
    beautifyHTML: false,
    disablePlugins: ['powered-by-jodit', 'ai-assistant', 'speech-recognize', 'add-new-line', 'iframe', 'video', 'file', 'media', 'class-span'],
    buttons: ['paragraph', 'bold', 'italic', '|', 'link', 'image', '|', 'ul', 'ol', '|', 'undo', 'redo', '|', 'source'],
  });
}
