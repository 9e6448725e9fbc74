// Long drop-downs get a search field; without script they stay plain drop-downs.
for (const select of document.querySelectorAll('select[data-search-select]')) {
  new TomSelect(select, { maxOptions: 1000, allowEmptyOption: true, hidePlaceholder: true });
}
