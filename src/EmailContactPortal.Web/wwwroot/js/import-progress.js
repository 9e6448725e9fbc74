// Shows how far a running import is, and loads the page again when it has ended.
import { t } from './words.js';

const card = document.querySelector('[data-import-progress]');
const part = name => card.querySelector(`[data-${name}]`);
const number = new Intl.NumberFormat('en');

async function look() {
  try {
    const response = await fetch(card.dataset.importProgress, { headers: { Accept: 'application/json' } });
    if (!response.ok) return;
    const now = await response.json();
    if (now.status === 'Done' || now.status === 'Failed') {
      location.reload();
      return;
    }
    if (now.status !== 'Running') return;
    const percent = now.total > 0 ? Math.min(100, Math.floor(now.done * 100 / now.total)) : 0;
    part('percent').textContent = `${percent}%`;
    part('bar').value = percent;
    part('words').textContent = t('{0} {1} read', number.format(now.rows), card.dataset.unit);
    part('rejected').textContent = now.rejected > 0 ? t('{0} rejected', number.format(now.rejected)) : '';
    const seconds = (Date.now() - Date.parse(now.startedAt)) / 1000;
    if (seconds > 2 && now.rows > 0) {
      part('rate').textContent = t('{0} per second', number.format(Math.round(now.rows / seconds)));
      if (now.done > 0) part('finish').textContent = t('Done in about {0} seconds', Math.max(1, Math.round((now.total - now.done) / (now.done / seconds))));
    }
  } finally {
    setTimeout(look, 1000);
  }
}

look();
