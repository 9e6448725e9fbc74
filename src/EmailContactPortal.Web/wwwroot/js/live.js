// Numbers that move by themselves: the portal sends them, the page only writes them down.
import { t } from './words.js';

const card = document.querySelector('[data-live]');
if (card && ['Scheduled', 'Sending', 'Paused'].includes(card.dataset.status)) {
  const number = new Intl.NumberFormat('en');
  const source = new EventSource(card.dataset.live);
  source.addEventListener('news', event => {
    const { counts, perSecond, finishAt, parts } = JSON.parse(event.data);
    if (counts.status !== card.dataset.status) {
      source.close();
      location.reload();
      return;
    }
    for (const place of document.querySelectorAll('[data-live-value]')) {
      const value = counts[place.dataset.liveValue];
      if (value !== undefined) place.textContent = number.format(value);
    }
    const progress = card.querySelector('[data-live-progress]');
    if (progress) {
      progress.max = Math.max(1, counts.total);
      progress.value = counts.handled;
    }
    for (const part of parts) {
      const row = document.querySelector(`[data-live-part="${CSS.escape(part.key)}"]`);
      if (!row) continue;
      for (const place of row.querySelectorAll('[data-of]')) {
        const value = part[place.dataset.of];
        if (place.dataset.of === 'word') place.textContent = value ?? place.textContent;
        else if (place.dataset.of === 'perSecond') place.textContent = value ? number.format(value) : '–';
        else if (value !== undefined && value !== null) place.textContent = number.format(value);
      }
      const share = row.querySelector('progress');
      if (share && part.handled !== null) share.value = part.handled;
      const speed = row.querySelector('[data-of="pace"]');
      if (speed && part.perSecond) speed.textContent = t('{0} per second', number.format(part.perSecond));
    }
    const finish = card.querySelector('[data-live-finish]');
    if (finish) finish.textContent = !counts.isLaunched ? t('Getting the people together') : finishAt ? t('Finishes about {0}', finishAt) : '';
    const pace = card.querySelector('[data-live-pace]');
    if (pace) pace.textContent = perSecond === null || perSecond === undefined ? '' : t('{0} per second now', number.format(perSecond));
  });
  addEventListener('pagehide', () => source.close());
}
