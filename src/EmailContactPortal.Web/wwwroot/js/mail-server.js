// Shows the fields that the chosen kind of sign-in needs, and names its secret.
import { t } from './words.js';
const names = {
  Password: t('Password'), AccessToken: t('Access token'), Microsoft365: t('Client secret'), Google: t('Key file of the service account'),
};
const choice = document.querySelector('[data-shows="sign-in"]');

function show() {
  for (const part of document.querySelectorAll('[data-shown-with^="sign-in="]')) {
    part.hidden = part.dataset.shownWith !== `sign-in=${choice.value}`;
  }
  document.querySelector('[data-secret]').textContent = names[choice.value] ?? names.Password;
}

choice?.addEventListener('change', show);
if (choice) show();
for (const filter of document.querySelectorAll('select[data-submits]')) {
  filter.addEventListener('change', () => filter.form.requestSubmit());
}
