// Fetches a part of the page again every few seconds while the page is visible and nobody types in it.
for (const part of document.querySelectorAll('[data-refresh]')) {
  const pause = Number(part.dataset.refreshSeconds || 5) * 1000;
  const again = async () => {
    if (!document.hidden && !part.contains(document.activeElement)) {
      try {
        const answer = await fetch(part.dataset.refresh, { headers: { Accept: 'text/html' } });
        if (answer.ok) part.innerHTML = await answer.text();
      } catch { /* the portal restarts; the next round shows it */ }
    }
    setTimeout(again, pause);
  };
  setTimeout(again, pause);
}
