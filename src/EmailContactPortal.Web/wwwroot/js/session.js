// Whether somebody is still signed in, and signing in again where one is: what was written stays on the page meanwhile.
import { t } from './words.js';
const address = '/account/session';
let asking = null;

/** 'yes' when forms may be sent now, with fresh tokens; 'no' when the person gave up; 'unreachable' when the portal does not answer. */
export function ready() {
  asking ??= check().finally(() => { asking = null; });
  return asking;
}

async function check() {
  let session = await read(address);
  if (session === undefined) return 'unreachable';
  if (!session.user) session = await signInAgain();
  if (!session?.user) return 'no';
  if (String(session.user) !== document.body.dataset.user && !await takeOver(session)) return 'no';
  renew(session.token);
  return 'yes';
}

async function read(path, options = {}) {
  try {
    const response = await fetch(path, { cache: 'no-store', headers: { Accept: 'text/html, application/json' }, ...options });
    return response.headers.get('Content-Type')?.includes('json') ? await response.json() : response.status >= 500 ? undefined : await response.text();
  } catch {
    return undefined;
  }
}

// Tokens belong to a session; those of the page are of the old one.
function renew(token) {
  for (const input of document.querySelectorAll('input[name=__RequestVerificationToken]')) input.value = token;
}

function dialog(head, words) {
  const box = document.createElement('dialog');
  box.className = 'ecp-dialog';
  box.setAttribute('aria-labelledby', 'again-head');
  box.innerHTML = '<h2 class="h3 mb-2" id="again-head"></h2><p></p><div></div>';
  box.querySelector('h2').textContent = head;
  box.querySelector('p').textContent = words;
  document.body.append(box);
  box.addEventListener('close', () => box.remove());
  return box;
}

// The sign-in page's own form, step by step, so that there is one way in.
function signInAgain() {
  return new Promise(done => {
    const box = dialog(
      t('Sign in to save'),
      t('You were signed out meanwhile. What you wrote is still on this page and is saved as soon as you are signed in.'));
    const place = box.querySelector('div');
    box.addEventListener('close', () => done(null));
    const show = answer => {
      if (answer && typeof answer === 'object') {
        done(answer);
        box.close();
        return;
      }
      const form = answer && formOf(answer);
      if (!form) {
        place.textContent = t('The portal did not answer. Close this and try again.');
        return;
      }
      place.replaceChildren(form);
      form.addEventListener('submit', async event => {
        event.preventDefault();
        const button = form.querySelector('[type=submit], button:not([type])');
        button.disabled = true;
        show(await read(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form)) }));
      });
      (form.querySelector('input:not([type=hidden])[value=""], input[type=password]') ?? form.querySelector('input:not([type=hidden])'))?.focus();
    };
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'btn w-100 mt-2', textContent: t('Not now') });
    close.addEventListener('click', () => box.close());
    box.append(close);
    box.showModal();
    read(`/account/sign-in?returnUrl=${encodeURIComponent(address)}`).then(show);
  });
}

// Ids are given other names: the page below may have the same.
function formOf(page) {
  const form = new DOMParser().parseFromString(page, 'text/html').querySelector('main form[method=post]');
  if (!form) return null;
  const mail = form.querySelector('input[name=Email]');
  if (mail && !mail.value) mail.setAttribute('value', document.body.dataset.userMail ?? '');
  for (const element of form.querySelectorAll('*')) {
    element.removeAttribute('autofocus');
    for (const name of ['id', 'for', 'aria-describedby', 'data-show-password']) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).split(' ').map(id => `again-${id}`).join(' '));
    }
    if (element.getAttribute('href')?.startsWith('#')) element.setAttribute('href', `#again-${element.getAttribute('href').slice(1)}`);
  }
  return form;
}

// What one person wrote is not saved in the name of another without a word.
function takeOver(session) {
  return new Promise(done => {
    const box = dialog(
      t('Somebody else is signed in now'),
      t('This page was opened by {0}; now {1} is signed in here. What you save is saved in the name of {1}.', document.body.dataset.userName, session.name));
    const choose = (label, css, yes) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: css, textContent: label });
      button.addEventListener('click', () => {
        if (yes) document.body.dataset.user = String(session.user);
        done(yes);
        box.close();
      });
      box.querySelector('div').append(button);
    };
    box.querySelector('div').className = 'ecp-actions';
    choose(t('Save as {0}', session.name), 'btn btn-primary', true);
    choose(t('Do not save'), 'btn', false);
    box.addEventListener('close', () => done(false));
    box.showModal();
  });
}
