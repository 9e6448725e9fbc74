// What every page needs: questions before something is destroyed, forms that lose nothing, filters that apply themselves, small conveniences.
import { hasWritten, keep, sending } from './kept.js';
import { ready } from './session.js';
import './lists.js';
import { t } from './words.js';

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-confirm]');
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.confirm)?.showModal();
    return;
  }
  if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close();
  const copier = event.target.closest('[data-copy]');
  if (copier) {
    const source = document.getElementById(copier.dataset.copy);
    source.select();
    navigator.clipboard?.writeText(source.value).then(() => { copier.firstChild.textContent = t('Copied'); });
  }
  const eye = event.target.closest('[data-show-password]');
  if (eye) {
    const input = document.getElementById(eye.dataset.showPassword);
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    eye.setAttribute('aria-label', show ? t('Hide the password') : t('Show the password'));
    eye.querySelector('.ti')?.classList.replace(show ? 'ti-eye' : 'ti-eye-off', show ? 'ti-eye-off' : 'ti-eye');
  }
});

// The button of a question works once the name was written.
document.addEventListener('input', event => {
  const wanted = event.target.dataset?.mustBe;
  if (wanted !== undefined) event.target.form.querySelector('[type=submit]').disabled = event.target.value.trim() !== wanted;
});

// Filters of a list apply when chosen; the search field when Enter is pressed.
document.addEventListener('change', event => {
  if (event.target.closest('form[data-filters]') && event.target.matches('select, [type=checkbox]')) event.target.form.requestSubmit();
});

// A form is sent once, and one that somebody filled in only while somebody is signed in; its button keeps its width and shows that something happens.
document.addEventListener('submit', async event => {
  const { target: form, submitter } = event;
  // What opens in a new tab leaves this page as it is.
  if (form.method !== 'post' || event.defaultPrevented || submitter?.formTarget === '_blank') return;
  if (form.dataset.sent === 'true') {
    event.preventDefault();
    return;
  }
  if (form.dataset.sent !== 'go' && document.body.dataset.user && (hasWritten(form) || form.matches('[data-email-editor]'))) {
    event.preventDefault();
    form.dataset.sent = 'true';
    keep(form);
    const answer = await ready();
    delete form.dataset.sent;
    if (answer === 'yes') {
      form.dataset.sent = 'go';
      form.requestSubmit(submitter);
    } else if (answer === 'unreachable') say(form, t('The portal cannot be reached. What you wrote is still here; try again in a moment.'));
    return;
  }
  form.dataset.sent = 'true';
  sending(form);
  form.dispatchEvent(new CustomEvent('ecp:sending'));
  if (submitter?.dataset.busy) {
    submitter.style.minWidth = `${submitter.offsetWidth}px`;
    submitter.replaceChildren(Object.assign(document.createElement('span'), { className: 'spinner-border spinner-border-sm' }), ` ${submitter.dataset.busy}`);
  }
});

function say(form, words) {
  document.querySelector('[data-said]')?.remove();
  const box = document.createElement('div');
  box.className = 'ecp-msg is-bad mb-3';
  box.dataset.said = '';
  box.setAttribute('role', 'alert');
  box.innerHTML = '<span class="ecp-mark is-bad"><i class="ti ti-alert-circle" aria-hidden="true"></i></span><div><p class="mb-0"></p></div>';
  box.querySelector('p').textContent = words;
  form.prepend(box);
}

// A page that comes out of the browser's memory may show what is no longer so.
addEventListener('pageshow', event => {
  document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent);
  if (event.persisted && document.body.dataset.user) location.reload();
});

// An empty filter is not written into the address.
document.addEventListener('formdata', event => {
  if (!event.target.matches('form[data-filters]')) return;
  for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
});

// The menu names the theme that is not shown now.
const themeButton = document.querySelector('[data-theme-button]');
if (themeButton) {
  const dark = document.documentElement.dataset.bsTheme === 'dark';
  themeButton.value = dark ? 'light' : 'dark';
  themeButton.textContent = dark ? t('Light pages') : t('Dark pages');
}
