// Long drop-downs get a search field; without script they stay plain drop-downs of the first choices. One that names an address asks it for what is typed.
for (const select of document.querySelectorAll('select[data-search-select]')) {
  const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim();
  const address = select.dataset.searchSelect;
  // Without the library's pause between typing and filtering, so that typing and Enter choose what was typed.
  const options = { maxOptions: 1000, allowEmptyOption: true, hidePlaceholder: true, refreshThrottle: 0 };
  if (address) {
    options.loadThrottle = 150;
    options.load = (typed, take) => fetch(`${address}?q=${encodeURIComponent(typed)}`, { headers: { Accept: 'application/json' } })
      .then(answer => answer.ok ? answer.json() : [], () => []).then(take);
  }
  new TomSelect(select, options);
  // The hidden drop-down stays in the page; it keeps its name for those who read the page aloud.
  if (label) select.setAttribute('aria-label', label);
}
