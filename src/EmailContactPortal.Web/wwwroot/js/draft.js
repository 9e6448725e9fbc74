// A draft saves each change at once; the server's answer is the page as it is now, of which the changed parts are taken.
const form = document.querySelector('[data-draft]');
const saved = document.querySelector('[data-saved]');
const trouble = document.querySelector('[data-trouble]');
const token = form.querySelector('[name=__RequestVerificationToken]').value;
const waiting = new Map();
let timer = null;
let busy = false;
let stopped = false;

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
  if (stopped || name === 'Version') return;
  waiting.set(name, value);
  say('ti-loader-2', 'Saving');
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}

function body(fields) {
  const data = new URLSearchParams();
  for (const [name, value] of fields) data.set(name, value);
  data.set('Version', form.querySelector('[name=Version]').value);
  data.set('__RequestVerificationToken', token);
  return data;
}

async function save() {
  if (busy || waiting.size === 0 || stopped) return;
  busy = true;
  const fields = [...waiting];
  waiting.clear();
  try {
    const response = await fetch(form.action, { method: 'POST', body: body(fields), headers: { Accept: 'text/html' } });
    const page = response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
    if (page?.querySelector('[data-draft]')) {
      trouble.hidden = true;
      take(page);
      if (waiting.size === 0) say('ti-cloud-check');
    } else if (response.status === 409) {
      const { code, message } = await response.json();
      complain(message, code === 'campaign.newer' || code === 'campaign.not-draft');
    } else {
      complain(response.redirected || response.status === 401 || response.status === 400 ? 'You are not signed in any more. Load the page again and sign in; the last change was not saved.' : 'The portal could not save the last change.', true);
    }
  } catch {
    for (const [name, value] of fields) if (!waiting.has(name)) waiting.set(name, value);
    say('ti-cloud-off', 'Not saved: the portal cannot be reached. It is tried again.');
    setTimeout(save, 2000);
    busy = false;
    return;
  }
  busy = false;
  if (waiting.size > 0) save();
}

// Parts in which somebody writes just now are left alone.
function take(page) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!fresh || !part.isConnected || fresh.innerHTML === part.innerHTML) continue;
    if (part.contains(document.activeElement) && document.activeElement.matches('input')) {
      copyPlaceholders(part, fresh);
      continue;
    }
    part.replaceChildren(...fresh.childNodes);
  }
  document.title = page.title;
}

function copyPlaceholders(part, fresh) {
  for (const input of fresh.querySelectorAll('input[id]')) {
    const shown = part.querySelector(`#${input.id}`);
    if (shown) shown.placeholder = input.placeholder;
  }
}

function say(icon, words) {
  saved.querySelector('.ti').className = `ti ${icon}`;
  if (words) saved.lastElementChild.textContent = words;
}

function complain(message, final) {
  stopped = final;
  say('ti-alert-circle', 'Not saved');
  trouble.hidden = false;
  trouble.querySelector('[data-trouble-text]').textContent = message;
  trouble.querySelector('.ecp-actions').hidden = !final;
}

// Whatever was typed last goes out even when the page is left at once.
addEventListener('pagehide', () => {
  if (waiting.size > 0 && !stopped) fetch(form.action, { method: 'POST', body: body(waiting), keepalive: true });
});

// The review waits until the last change is saved.
document.addEventListener('click', async event => {
  const link = event.target.closest('[data-review]');
  if (!link || (waiting.size === 0 && !busy)) return;
  event.preventDefault();
  await save();
  location.href = link.href;
});
