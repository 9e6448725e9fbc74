// The email editor: visual or source, merge fields, findings and preview while somebody writes. The truth is the text in the form's field, never an editor's reading of it.
import { keep } from '../kept.js';
import { visualEditor } from './visual-editor.js';
import { t } from '../words.js';

const { bootstrap } = tabler;
const form = document.querySelector('[data-email-editor]');
const html = document.getElementById('Html');
const frame = document.querySelector('iframe[name=mail-preview]');
const places = { visual: document.querySelector('[data-edit-visual]'), source: document.querySelector('[data-edit-source]') };
const why = document.querySelector('[data-why-source]');
const token = () => form.querySelector('[name=__RequestVerificationToken]').value;
const look = { dark: false, text: false, wide: false };
let [dirty, lastField, visual, source, mode] = [Boolean(document.querySelector('[data-unsaved]')), null, null, null, ''];

function wrote(text) {
  if (text === html.value) return;
  html.value = text;
  html.dispatchEvent(new Event('input', { bubbles: true }));
}

async function edit(wanted) {
  visual?.close();
  visual = null;
  why.hidden = true;
  if (wanted === 'visual') {
    const made = visualEditor(places.visual, html.value, wrote);
    if (made.reason) {
      why.hidden = false;
      why.querySelector('[data-reason]').textContent = made.reason;
      wanted = 'source';
    } else {
      visual = made;
      visual.onFocus(() => { lastField = null; });
    }
  }
  if (wanted === 'source') {
    if (source) source.show(html.value);
    else {
      const { sourceEditor } = await import('/lib/codemirror/source-editor.js');
      source = sourceEditor(places.source, { text: html.value, label: 'HTML source', onChange: wrote });
    }
  }
  mode = wanted;
  for (const [name, place] of Object.entries(places)) place.hidden = name !== mode;
  for (const button of document.querySelectorAll('[data-edit-as]')) {
    const on = button.dataset.editAs === mode;
    button.setAttribute('aria-pressed', on);
    button.classList.toggle('active', on);
  }
}

for (const button of document.querySelectorAll('[data-edit-as]')) {
  button.addEventListener('click', async () => {
    localStorage.setItem('ecp-edit-as', button.dataset.editAs);
    await edit(button.dataset.editAs);
    if (mode === 'source') source.focus();
  });
}
form.addEventListener('ecp:put-back', () => edit(mode));

form.addEventListener('focusin', event => {
  if (event.target.matches('[data-takes-merge]')) lastField = event.target;
  else if (event.target.closest('[data-edit-source]')) lastField = null;
});
form.addEventListener('input', event => {
  if (event.target.name) changed(event.target);
});

// Merge fields go where the author was writing last.
document.querySelector('[data-merge-menu]').addEventListener('click', event => {
  const item = event.target.closest('button');
  if (!item) return;
  const { merge, mergeLink, mergeRaw } = item.dataset;
  const plain = mergeRaw ?? `{{${merge}}}`;
  const isShown = id => document.getElementById(id).classList.contains('active');
  const field = isShown('pane-html') ? null : lastField ?? document.getElementById(isShown('pane-text') ? 'Text' : 'Subject');
  if (field) {
    field.setRangeText(plain, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  } else if (mode === 'visual') visual.insert(plain, mergeLink);
  else source.insert(mergeLink ? `<a href="${plain}">${mergeLink}</a>` : plain);
  bootstrap.Dropdown.getInstance(event.currentTarget.parentElement.querySelector('[data-bs-toggle]'))?.hide();
});

// Findings, size and preview follow the writing at a distance.
let timer;
function changed(field) {
  if (!dirty) {
    dirty = true;
    saved('ti-pencil', t('Not saved yet'));
  }
  forgetProblem(field);
  clearTimeout(timer);
  timer = setTimeout(refresh, 500);
}

function saved(icon, words, isBad = false) {
  const place = document.querySelector('[data-saved]');
  place.querySelector('.ti').className = `ti ${icon}`;
  place.lastElementChild.textContent = words;
  place.classList.toggle('is-bad', isBad);
}

// What was refused is no longer said of a field that was changed since.
function forgetProblem(field) {
  const panel = document.querySelector('[data-problems] .ecp-msg');
  if (!panel || !field.id) return;
  field.classList.remove('is-invalid');
  for (const link of panel.querySelectorAll(`a[href="#${field.id}"]`)) link.closest('li').remove();
  if (!panel.querySelector('li, p:not(:has(strong))')) panel.remove();
}

function written(extra = {}) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

const ask = (path, extra) => fetch(path, { method: 'POST', body: written(extra), headers: { 'X-Form-Token': token(), Accept: 'application/json' } });

async function refresh() {
  const bytes = new Blob([html.value]).size;
  document.querySelector('[data-size]').textContent = `${Math.ceil(bytes / 1024)} kB of 102 kB`;
  const person = document.getElementById('preview-person').value;
  const [findings, words] = await Promise.all([ask('/content/writing/check'), ask('/content/writing/preview', { asSubject: true, personId: person })]).catch(() => []);
  if (findings?.status === 401 || findings?.status === 400) {
    keep(form);
    saved('ti-alert-circle', t('You are signed out. What you write stays in this browser; save to sign in.'), true);
    return;
  }
  show(person);
  if (findings?.ok) document.querySelector('[data-findings]').innerHTML = await findings.text();
  if (words?.ok) {
    const { subject, sender } = await words.json();
    document.querySelector('[data-preview-sender]').textContent = sender || t('No sender name');
    document.querySelector('[data-preview-subject]').textContent = subject || t('No subject');
    document.querySelector('[data-subject-hint]').textContent = !subject ? t('May hold merge fields.')
      : subject.length === 1 ? t('This recipient reads: “{0}”, 1 character.', subject) : t('This recipient reads: “{0}”, {1} characters.', subject, subject.length);
  }
}

// The frame is posted to, so that the mail keeps a content policy of its own.
function show(person) {
  const post = document.createElement('form');
  Object.assign(post, { method: 'post', action: '/content/writing/preview', target: 'mail-preview', hidden: true });
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
    frame.scrollIntoView({ block: 'nearest' });
  }
  refresh();
});
document.querySelector('[data-show-text]').addEventListener('click', () => {
  const button = document.querySelector('[data-preview=text]');
  if (button.getAttribute('aria-pressed') !== 'true') button.click();
  frame.scrollIntoView({ block: 'center' });
});

// People to preview as come from the chosen group, found by name or address.
const found = async (group, words) => {
  const response = await fetch(`/content/writing/people?group=${group}&q=${encodeURIComponent(words)}`, { headers: { Accept: 'application/json' } });
  return response.ok ? (await response.json()).map(p => ({ id: p.id, label: p.name ? `${p.name}, ${p.email}` : p.email })) : [];
};
const people = new TomSelect('#preview-person', {
  valueField: 'id', labelField: 'label', searchField: ['label'], maxOptions: 20, preload: true, placeholder: t('Search by name or address'),
  load: async (words, done) => {
    const group = document.getElementById('preview-group').value;
    done(group ? await found(group, words) : []);
  },
  onChange: refresh,
});
document.getElementById('preview-person').setAttribute('aria-label', t('As recipient'));
document.getElementById('preview-group').addEventListener('change', async event => {
  document.querySelector('[data-person-choice]').hidden = !event.target.value;
  people.clear(true);
  people.clearOptions();
  if (event.target.value) {
    const choices = await found(event.target.value, '');
    people.addOptions(choices);
    if (choices.length > 0) people.setValue(String(choices[0].id), true);
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
  answer.textContent = t('Sending');
  const response = await ask('/content/writing/test', { to: document.getElementById('test-to').value, personId: document.getElementById('preview-person').value }).catch(() => null);
  const words = await response?.json().catch(() => null);
  answer.textContent = words?.message ?? (response?.status === 401
    ? t('You are signed out. Save the email to sign in again, then send the test.') : t('The portal did not answer. Try again.'));
  answer.classList.toggle('ecp-wrong', !response?.ok);
  button.disabled = false;
}, true);

form.addEventListener('ecp:sending', () => { dirty = false; });
addEventListener('beforeunload', event => {
  if (dirty) event.preventDefault();
});
html.hidden = true;
if (form.dataset.tab) bootstrap.Tab.getOrCreateInstance(document.getElementById(`tab-${form.dataset.tab}`)).show();
await edit(localStorage.getItem('ecp-edit-as') ?? 'visual');
document.querySelector('[data-edit-modes]').hidden = false;
refresh();
