// The email editor: visual editing, merge fields, findings and preview while somebody writes.
const { bootstrap } = tabler;
const form = document.querySelector('[data-email-editor]');
const html = document.getElementById('Html');
const frame = document.querySelector('iframe[name=mail-preview]');
const token = form.querySelector('[name=__RequestVerificationToken]').value;
let dirty = false;
let lastField = null;
const look = { dark: false, text: false, wide: false };

// Jodit gets whole documents and pieces alike; nothing of it is fetched from elsewhere.
const editor = Jodit.make(html, {
  height: 760,
  minHeight: 480,
  iframe: true,
  editHTMLDocumentMode: /<html[\s>]/i.test(html.value),
  sourceEditor: 'area',
  beautifyHTML: false,
  theme: 'default',
  toolbarAdaptive: true,
  showCharsCounter: false,
  showWordsCounter: false,
  showXPathInStatusbar: true,
  askBeforePasteHTML: false,
  askBeforePasteFromWord: false,
  defaultActionOnPaste: 'insert_clear_html',
  uploader: { insertImageAsBase64URI: false },
  cleanHTML: { fillEmptyParagraph: false, removeEmptyElements: false, replaceNBSP: false },
  enter: 'p',
  hidePoweredByJodit: true,
  disablePlugins: ['powered-by-jodit', 'ai-assistant', 'speech-recognize', 'add-new-line', 'video', 'file', 'media', 'class-span'],
  buttons: ['paragraph', 'bold', 'italic', 'underline', '|', 'link', 'image', 'table', 'hr', '|', 'ul', 'ol', 'align', '|', 'font', 'fontsize', 'brush', 'eraser', '|', 'undo', 'redo', '|', 'source'],
  buttonsMD: ['paragraph', 'bold', 'italic', '|', 'link', 'image', 'table', '|', 'ul', 'ol', 'align', 'brush', '|', 'undo', 'redo', '|', 'source'],
  buttonsSM: ['paragraph', 'bold', 'italic', '|', 'link', 'image', 'ul', '|', 'undo', 'redo', 'source'],
  buttonsXS: ['paragraph', 'bold', 'italic', 'link', 'image', 'source'],
  iframeTitle: 'Visual editor',
});
editor.events.on('change', changed);
editor.events.on('focus', () => { lastField = null; });

form.addEventListener('focusin', event => {
  if (event.target.matches('[data-takes-merge]') && event.target !== html) lastField = event.target;
});
form.addEventListener('input', event => {
  if (event.target.name) changed();
});

// Merge fields go where the author was writing last.
document.querySelector('[data-merge-menu]').addEventListener('click', event => {
  const item = event.target.closest('button');
  if (!item) return;
  const { merge, mergeLink, mergeRaw } = item.dataset;
  const plain = mergeRaw ?? `{{${merge}}}`;
  const field = document.getElementById('pane-html').classList.contains('active') ? null : lastField ?? document.getElementById(document.getElementById('pane-text').classList.contains('active') ? 'Text' : 'Subject');
  if (field) {
    field.setRangeText(plain, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    changed();
  } else {
    editor.selection.insertHTML(mergeLink ? `<a href="${plain}">${mergeLink}</a>` : plain);
  }
  bootstrap.Dropdown.getInstance(event.currentTarget.parentElement.querySelector('[data-bs-toggle]'))?.hide();
});

// Findings, size and preview follow the writing at a distance.
let timer;
function changed() {
  if (!dirty) {
    dirty = true;
    document.querySelector('[data-saved]').lastElementChild.textContent = 'Not saved yet';
    document.querySelector('[data-saved] .ti').className = 'ti ti-pencil';
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, 500);
}

function written(extra = {}) {
  const data = new FormData(form);
  data.set('Html', editor.value);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

async function refresh() {
  const bytes = new Blob([editor.value]).size;
  document.querySelector('[data-size]').textContent = `${Math.ceil(bytes / 1024)} kB of 102 kB`;
  const person = document.getElementById('preview-person').value;
  show(person);
  const [findings, words] = await Promise.all([
    fetch('/content/writing/check', { method: 'POST', body: written(), headers: { 'X-Form-Token': token } }),
    fetch('/content/writing/preview', { method: 'POST', body: written({ asSubject: true, personId: person }), headers: { 'X-Form-Token': token } }),
  ]).catch(() => []);
  if (findings?.ok) document.querySelector('[data-findings]').innerHTML = await findings.text();
  if (words?.ok) {
    const { subject, sender } = await words.json();
    document.querySelector('[data-preview-sender]').textContent = sender || 'No sender name';
    document.querySelector('[data-preview-subject]').textContent = subject || 'No subject';
    document.querySelector('[data-subject-hint]').textContent = subject ? `This recipient reads: “${subject}”, ${subject.length} characters.` : 'May hold merge fields.';
  }
}

// The frame is posted to, so that the mail keeps a content policy of its own.
function show(person) {
  const post = document.createElement('form');
  Object.assign(post, { method: 'post', action: '/content/writing/preview', target: 'mail-preview', hidden: true });
  post.dataset.preview = 'true';
  for (const [name, value] of written({ personId: person, dark: look.dark, asText: look.text })) {
    if (typeof value !== 'string') continue;
    const field = document.createElement('textarea');
    Object.assign(field, { name, value });
    post.append(field);
  }
  document.body.append(post);
  post.submit();
  post.remove();
  frame.classList.toggle('is-dark', look.dark);
}

document.querySelector('[aria-label="Preview as"]').addEventListener('click', event => {
  const button = event.target.closest('[data-preview]');
  if (!button) return;
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', on);
  button.classList.toggle('active', on);
  look[button.dataset.preview] = on;
  if (button.dataset.preview === 'wide') {
    frame.classList.toggle('is-phone', !on);
    form.classList.toggle('is-wide', on);
  }
  refresh();
});
document.querySelector('[data-show-text]').addEventListener('click', () => {
  const button = document.querySelector('[data-preview=text]');
  if (button.getAttribute('aria-pressed') !== 'true') button.click();
  frame.scrollIntoView({ block: 'center' });
});

// People to preview as come from the chosen group, found by name or address.
const people = new TomSelect('#preview-person', {
  valueField: 'id', labelField: 'label', searchField: ['label'], maxOptions: 20, preload: true, placeholder: 'Search by name or address',
  load: async (words, done) => {
    const group = document.getElementById('preview-group').value;
    if (!group) return done();
    const response = await fetch(`/content/writing/people?group=${group}&q=${encodeURIComponent(words)}`);
    const found = response.ok ? await response.json() : [];
    done(found.map(p => ({ id: p.id, label: p.name ? `${p.name}, ${p.email}` : p.email })));
  },
  onChange: refresh,
});
document.getElementById('preview-group').addEventListener('change', async event => {
  document.querySelector('[data-person-choice]').hidden = !event.target.value;
  people.clear(true);
  people.clearOptions();
  if (event.target.value) {
    const response = await fetch(`/content/writing/people?group=${event.target.value}`);
    const found = response.ok ? await response.json() : [];
    people.addOptions(found.map(p => ({ id: p.id, label: p.name ? `${p.name}, ${p.email}` : p.email })));
    if (found.length > 0) people.setValue(String(found[0].id), true);
  }
  refresh();
});

// A test goes out as written now, saved or not, with the values of the recipient in the preview.
const test = document.getElementById('send-test');
test.querySelector('form').addEventListener('submit', async event => {
  event.preventDefault();
  const button = test.querySelector('[type=submit]');
  const answer = test.querySelector('[data-answer]');
  button.disabled = true;
  answer.textContent = 'Sending';
  const response = await fetch('/content/writing/test', {
    method: 'POST',
    body: written({ to: document.getElementById('test-to').value, personId: document.getElementById('preview-person').value }),
    headers: { 'X-Form-Token': token, Accept: 'application/json' },
  }).catch(() => null);
  const words = await response?.json().catch(() => null);
  answer.textContent = words?.message ?? 'The portal did not answer. Try again.';
  answer.classList.toggle('ecp-wrong', !response?.ok);
  button.disabled = false;
}, true);

form.addEventListener('submit', () => {
  html.value = editor.value;
  dirty = false;
});
addEventListener('beforeunload', event => {
  if (dirty) event.preventDefault();
});
if (form.dataset.tab) bootstrap.Tab.getOrCreateInstance(document.getElementById(`tab-${form.dataset.tab}`)).show();
refresh();
