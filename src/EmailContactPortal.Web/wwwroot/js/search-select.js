// Long drop-downs get a search field; without script they stay plain drop-downs.
for (const select of document.querySelectorAll('select[data-search-select]')) {
  const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim();
  // Without the library's pause between typing and filtering, so that typing and Enter choose what was typed.
  new TomSelect(select, { maxOptions: 1000, allowEmptyOption: true, hidePlaceholder: true, refreshThrottle: 0 });
  // The hidden drop-down stays in the page; it keeps its name for those who read the page aloud.
  if (label) select.setAttribute('aria-label', label);
}
