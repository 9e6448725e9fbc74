// A draft saves each change at once; the answer holds the parts of the page that are different now.
import { forget } from './kept.js';
import { ready } from './session.js';
import { t } from './words.js';

const form = document.querySelector('[data-draft]');
const saved = document.querySelector('[data-saved]');
const trouble = document.querySelector('[data-trouble]');
const version = () => form.querySelector('[name=Version]');
const waiting = new Map();
const refused = new Map();
let [timer, busy, stopped] = [null, false, false];

form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('input', event => {
  if (event.target.matches('input:not([type=checkbox], [type=radio], [type=date], [type=time])[name]')) note(event.target.name, event.target.value, 400);
});
form.addEventListener('change', event => {
  const field = event.target;
  if (field.matches('[data-when]')) note('ScheduledLocal', `${document.getElementById('when-date').value}T${document.getElementById('when-clock').value}`, 0);
  else if (field.type === 'checkbox') note(field.name, field.checked, 0);
  else if (field.name) note(field.name, field.value, 0);
});

function note(name, value, delay) {
  if (name === 'Version') return;
  waiting.set(name, value);
  if (stopped) return;
  say('ti-loader-2', t('Saving'));
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}

function body(fields) {
  const data = new URLSearchParams();
  for (const [name, value] of fields) data.set(name, value);
  data.set('Version', version().value);
  data.set('__RequestVerificationToken', form.querySelector('[name=__RequestVerificationToken]').value);
  return data;
}

function again(fields) {
  for (const [name, value] of fields) if (!waiting.has(name)) waiting.set(name, value);
}

async function save() {
  if (busy || waiting.size === 0 || stopped) return;
  busy = true;
  const fields = [...waiting];
  waiting.clear();
  const goesOn = await send(fields);
  busy = false;
  if (goesOn && waiting.size > 0) await save();
}

async function send(fields) {
  let response;
  try {
    response = await fetch(form.action, { method: 'POST', body: body(fields), headers: { Accept: 'text/html', 'X-Parts': shown() } });
  } catch {
    again(fields);
    say('ti-cloud-off', t('Not saved: the portal cannot be reached. It is tried again.'), true);
    setTimeout(save, 2000);
    return false;
  }
  const page = response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
  if (page?.querySelector('[data-part=version]')) return took(fields, page);
  again(fields);
  if (!response.ok && response.headers.get('Content-Type')?.includes('json')) return refuse(fields, await response.json());
  if (response.redirected || response.status === 401 || response.status === 400) return await signedOut();
  return complain(t('The portal could not save the last change. It is kept in this browser.'), 'again');
}

function took(fields, page) {
  for (const [name] of fields) refused.delete(name);
  trouble.hidden = true;
  take(page);
  mark();
  if (waiting.size > 0) return true;
  forget(form);
  if (refused.size === 0) say('ti-cloud-check');
  return true;
}

// One wrong value holds back itself, not what was changed beside it.
function refuse(fields, { code, message, problems = [] }) {
  if (code === 'campaign.newer') return complain(message, 'conflict');
  if (code === 'campaign.not-draft') return complain(message, 'reload');
  const named = problems.filter(p => p.field && fields.some(([name]) => name === p.field));
  if (named.length === 0) return complain(message, 'again');
  for (const { field, message: words } of named) {
    refused.set(field, words);
    waiting.delete(field);
  }
  mark();
  return true;
}

async function signedOut() {
  say('ti-alert-circle', t('Not saved: you are signed out'), true);
  if (await ready() === 'yes') return true;
  return complain(t('You are not signed in any more. What you changed is kept in this browser.'), 'again');
}

// Parts in which somebody writes just now are left alone.
function take(page) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!fresh || !part.isConnected) continue;
    const isWrittenIn = part.contains(document.activeElement) && document.activeElement.matches('input');
    if (isWrittenIn || [...part.querySelectorAll('[name]')].some(f => refused.has(f.name) || waiting.has(f.name))) {
      copyPlaceholders(part, fresh);
      continue;
    }
    const before = part.textContent;
    part.replaceChildren(...fresh.childNodes);
    part.dataset.mark = fresh.dataset.mark;
    if (part.dataset.part === 'name') document.title = document.title.replace(before, () => part.textContent);
  }
}

// What stands on the page already is not sent again. A part that was left alone keeps its old mark, and comes with the next answer.
function shown() {
  return [...document.querySelectorAll('[data-part]')].map(part => `${part.dataset.part}=${part.dataset.mark}`).join(' ');
}

function copyPlaceholders(part, fresh) {
  for (const input of fresh.querySelectorAll('input[id]')) {
    const shown = part.querySelector(`#${input.id}`);
    if (shown) shown.placeholder = input.placeholder;
  }
}

// Refused fields say why, their card says so, and nothing can be sent while a value on the page is not the portal's.
function mark() {
  for (const words of form.querySelectorAll('[data-refusal]')) words.remove();
  for (const field of form.querySelectorAll('[data-refused]')) {
    field.classList.remove('is-invalid');
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
    delete field.dataset.refused;
  }
  for (const [name, words] of refused) {
    const field = name === 'ScheduledLocal' ? document.getElementById('when-date') : form.querySelector(`[name="${name}"]`);
    if (!field) continue;
    const wrong = document.createElement('div');
    wrong.className = 'ecp-wrong';
    wrong.id = `${field.id}-refused`;
    wrong.dataset.refusal = '';
    wrong.innerHTML = '<i class="ti ti-alert-circle" aria-hidden="true"></i><span></span>';
    wrong.lastElementChild.textContent = words;
    field.dataset.refused = '';
    field.classList.add('is-invalid');
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', wrong.id);
    (field.nextElementSibling?.matches('.ts-wrapper') ? field.nextElementSibling : field).after(wrong);
    const state = field.closest('section.card')?.querySelector('.card-header .ecp-state');
    if (state) {
      state.className = 'ecp-state is-bad';
      state.innerHTML = '<i class="ti ti-alert-circle" aria-hidden="true"></i>';
      state.append(t('Not saved'));
    }
  }
  const send = document.querySelector('[data-part=send] :is(a, button)');
  if (refused.size > 0) {
    say('ti-alert-circle', refused.size === 1 ? t('One field is not saved') : t('{0} fields are not saved', refused.size), true);
    if (send) send.outerHTML = `<button type="button" class="btn btn-primary" disabled>${send.textContent}</button>`;
  }
}

function say(icon, words, isBad = false) {
  saved.querySelector('.ti').className = `ti ${icon}`;
  saved.classList.toggle('is-bad', isBad);
  if (words) saved.lastElementChild.textContent = words;
}

function complain(message, kind) {
  stopped = true;
  say('ti-alert-circle', t('Not saved'), true);
  trouble.hidden = false;
  trouble.querySelector('[data-trouble-text]').textContent = message;
  for (const actions of trouble.querySelectorAll('[data-trouble-kind]')) actions.hidden = actions.dataset.troubleKind !== kind;
  return false;
}

trouble.addEventListener('click', async event => {
  const action = event.target.closest('[data-trouble-action]')?.dataset.troubleAction;
  if (!action) return;
  if (action === 'theirs') {
    waiting.clear();
    forget(form);
    location.reload();
    return;
  }
  if (action === 'mine') {
    const response = await fetch(location.pathname, { headers: { Accept: 'text/html' } }).catch(() => null);
    const theirs = response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-draft] [name=Version]') : null;
    if (theirs) version().value = theirs.value;
  }
  stopped = false;
  trouble.hidden = true;
  await save();
});

// Whatever was typed last goes out even when the page is left at once.
addEventListener('pagehide', () => {
  if (waiting.size > 0 && !stopped) fetch(form.action, { method: 'POST', body: body(waiting), keepalive: true });
});

// The review waits until the last change is saved, and is not opened with one that was refused.
document.addEventListener('click', async event => {
  const link = event.target.closest('[data-review]');
  if (!link || (waiting.size === 0 && !busy)) return;
  event.preventDefault();
  clearTimeout(timer);
  await save();
  while (busy) await new Promise(next => setTimeout(next, 50));
  if (refused.size === 0 && !stopped) location.href = link.href;
});
