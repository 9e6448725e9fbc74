// The visual editor of a public page: text, links, pictures; what it may not hold is left out when the page is shown. What it cannot show unchanged stays a plain field.
import { visualEditor } from './visual-editor.js';

const area = document.querySelector('[data-page-editor]');
let [editor, place] = [null, null];

function edit() {
  editor?.close?.();
  editor = visualEditor(place, area.value, text => {
    area.value = text;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, {
    height: 420,
    minHeight: 200,
    toolbarAdaptive: false,
    statusbar: false,
    buttons: ['paragraph', 'bold', 'italic', '|', 'link', 'image', '|', 'ul', 'ol', '|', 'undo', 'redo'],
  });
  area.hidden = !editor.reason;
}

if (area) {
  place = document.createElement('div');
  area.after(place);
  edit();
  area.form.addEventListener('ecp:put-back', edit);
}
