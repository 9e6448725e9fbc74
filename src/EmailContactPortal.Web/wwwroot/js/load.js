// Pieces of a page that take longer come after it.
for (const place of document.querySelectorAll('[data-load]')) {
  const response = await fetch(place.dataset.load, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (response?.ok && !response.redirected) place.innerHTML = await response.text();
}
