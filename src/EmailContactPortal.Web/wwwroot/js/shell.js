// What every page needs: questions before something is destroyed, filters that apply themselves, small conveniences.
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
    navigator.clipboard?.writeText(source.value).then(() => { copier.firstChild.textContent = 'Copied'; });
  }
  const eye = event.target.closest('[data-show-password]');
  if (eye) {
    const input = document.getElementById(eye.dataset.showPassword);
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    eye.setAttribute('aria-label', show ? 'Hide the password' : 'Show the password');
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

// A form is sent once; its button keeps its width and shows that something happens.
document.addEventListener('submit', event => {
  const form = event.target;
  // What opens in a new tab leaves this page as it is.
  if (form.method !== 'post' || event.defaultPrevented || event.submitter?.formTarget === '_blank') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  const button = event.submitter;
  if (button?.dataset.busy) {
    button.style.minWidth = `${button.offsetWidth}px`;
    button.replaceChildren(Object.assign(document.createElement('span'), { className: 'spinner-border spinner-border-sm' }), ` ${button.dataset.busy}`);
  }
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent));

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
  themeButton.textContent = dark ? 'Light pages' : 'Dark pages';
}
