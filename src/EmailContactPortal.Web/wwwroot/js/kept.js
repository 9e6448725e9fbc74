// What somebody types into a form is kept in this browser until the portal has it: nothing is lost with a session, a tab or a connection.
const days = 7;
const user = document.body.dataset.user;
const prefix = `ecp-kept:${user}:`;
const sentMark = 'ecp-sent';
const timers = new Map();

const isKept = form => user && form?.method === 'post' && form.closest('main') && !form.closest('dialog') && fieldsOf(form).length > 0;
const keyOf = form => prefix + new URL(form.getAttribute('action') || location.href, location.href).pathname;

function fieldsOf(form) {
  return [...form.elements].filter(f => (f.name || f.id) && f.matches('input, select, textarea') && !f.matches('[type=hidden], [type=password], [type=file], [type=submit], [type=search], [data-unkept]'));
}

const nameOf = field => field.name || `#${field.id}`;
const isBox = field => field.type === 'checkbox' || field.type === 'radio';

function valueOf(field) {
  if (isBox(field)) return field.checked;
  return field.multiple ? [...field.selectedOptions].map(o => o.value) : field.value;
}

function isChanged(field) {
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT') return [...field.options].some(o => o.selected !== o.defaultSelected) && (field.multiple || field.selectedIndex > 0 || [...field.options].some(o => o.defaultSelected));
  return field.value !== field.defaultValue;
}

/** Whether somebody wrote or chose something in the form; a bare button loses nothing. */
export const hasWritten = form => fieldsOf(form).some(isChanged) || [...form.elements].some(f => (f.type === 'file' || f.type === 'password') && f.value);

/** Keeps what the form holds and the portal does not have yet. */
export function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!isKept(form)) return;
  const fields = fieldsOf(form).filter(isChanged).map(f => ({ name: nameOf(f), on: isBox(f) ? f.value : undefined, value: valueOf(f) }));
  try {
    if (fields.length > 0) localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields }));
    else localStorage.removeItem(keyOf(form));
  } catch { /* a full or closed store: the page itself still holds it */ }
}

/** The portal has it. */
export function forget(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  localStorage.removeItem(keyOf(form));
}

/** The form goes out now; the next page tells whether it was taken. */
export function sending(form) {
  if (!isKept(form)) return;
  keep(form);
  sessionStorage.setItem(sentMark, keyOf(form));
}

function soon(event) {
  const form = event.target.form;
  if (!form || timers.has(form) || !isKept(form)) return;
  timers.set(form, setTimeout(() => keep(form), 400));
}

function settle() {
  const sent = sessionStorage.getItem(sentMark);
  sessionStorage.removeItem(sentMark);
  for (const key of Object.keys(localStorage).filter(k => k.startsWith('ecp-kept:'))) {
    if (Date.now() - (JSON.parse(localStorage.getItem(key))?.at ?? 0) > days * 86_400_000) localStorage.removeItem(key);
  }
  const wasRefused = document.querySelector('[data-error-page], [data-refused], [data-unsaved], main .is-invalid, main form > .ecp-msg.is-bad, main form .ecp-fields > .ecp-msg.is-bad');
  if (sent && !wasRefused) localStorage.removeItem(sent);
  return wasRefused ? sent : null;
}

function offer(form) {
  const stored = localStorage.getItem(keyOf(form));
  if (!stored) return;
  const { at, fields } = JSON.parse(stored);
  const found = fields.map(f => ({ ...f, field: fieldsOf(form).find(x => nameOf(x) === f.name && (f.on === undefined || x.value === f.on)) }));
  const different = found.filter(f => f.field && JSON.stringify(valueOf(f.field)) !== JSON.stringify(f.value));
  if (different.length === 0) {
    localStorage.removeItem(keyOf(form));
    return;
  }
  const when = new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const box = document.createElement('div');
  box.className = 'ecp-msg is-warn mb-3';
  box.setAttribute('role', 'status');
  box.innerHTML = '<span class="ecp-mark is-warn"><i class="ti ti-alert-triangle" aria-hidden="true"></i></span><div><p><strong class="fw-medium"></strong></p><p>This browser kept it. Nothing of it is in the portal.</p><div class="ecp-actions"><button type="button" class="btn btn-sm">Put it back</button><button type="button" class="btn btn-sm">Throw it away</button></div></div>';
  box.querySelector('strong').textContent = `What you wrote here on ${when} was not saved.`;
  const [back, away] = box.querySelectorAll('button');
  back.addEventListener('click', () => {
    for (const { field, value } of different) put(field, value);
    form.dispatchEvent(new CustomEvent('ecp:put-back'));
    box.remove();
  });
  away.addEventListener('click', () => {
    localStorage.removeItem(keyOf(form));
    box.remove();
  });
  const head = document.querySelector('main > .ecp-head');
  if (head) head.after(box);
  else document.querySelector('main').prepend(box);
}

function put(field, value) {
  if (isBox(field)) field.checked = value;
  else if (field.tomselect) field.tomselect.setValue(value, true);
  else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

if (user) {
  document.addEventListener('input', soon);
  document.addEventListener('change', soon);
  addEventListener('pagehide', () => { for (const form of [...timers.keys()]) keep(form); });
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-forgets]');
    if (link) forget(document.getElementById(link.dataset.forgets));
  });
  document.addEventListener('submit', event => {
    if (event.target.getAttribute('action') !== '/account/sign-out') return;
    for (const key of Object.keys(localStorage).filter(k => k.startsWith(prefix))) localStorage.removeItem(key);
  });
  const refused = settle();
  // A refused form shows what was typed itself. Other scripts fill their forms first.
  addEventListener('load', () => { for (const form of document.forms) if (isKept(form) && keyOf(form) !== refused) offer(form); });
}
