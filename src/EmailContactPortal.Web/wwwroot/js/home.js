// Home moves while something is sent or imported; when something begins or ends the page is loaded anew.
const page = document.querySelector('[data-home]');
const path = page?.dataset.home;
if (path) {
  const number = new Intl.NumberFormat('en');
  const seen = new Map();
  const source = new EventSource(path);
  source.addEventListener('news', event => {
    const news = JSON.parse(event.data);
    const moving = [...news.campaigns.map(c => `c${c.id}${c.status}`), ...news.imports.map(i => `i${i.id}`)].sort().join(' ');
    if (moving !== page.dataset.moving) {
      source.close();
      location.reload();
      return;
    }
    for (const campaign of news.campaigns) {
      const box = document.querySelector(`[data-campaign="${campaign.id}"]`);
      write(box, campaign);
      box.querySelector('progress').max = Math.max(1, campaign.total);
      box.querySelector('progress').value = campaign.handled;
      pace(box, campaign);
    }
    for (const item of news.imports) {
      const row = document.querySelector(`[data-import="${item.id}"]`);
      write(row, item);
      row.querySelector('progress').value = item.percent;
    }
  });
  addEventListener('pagehide', () => source.close());

  function write(box, values) {
    for (const place of box.querySelectorAll('[data-value]')) place.textContent = number.format(values[place.dataset.value]);
  }

  function pace(box, campaign) {
    const now = Date.now();
    const first = seen.get(campaign.id) ?? { now, handled: campaign.handled };
    seen.set(campaign.id, first);
    const perSecond = (campaign.handled - first.handled) / Math.max(1, (now - first.now) / 1000);
    if (now - first.now < 2000 || perSecond <= 0) return;
    box.querySelector('[data-pace]').textContent = `${number.format(Math.round(perSecond))} per second`;
    const end = new Date(now + (campaign.total - campaign.handled) / perSecond * 1000);
    const zone = page.dataset.zone;
    box.querySelector('[data-finish]').textContent = `Finishes about ${end.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone || undefined })}`;
  }
}
