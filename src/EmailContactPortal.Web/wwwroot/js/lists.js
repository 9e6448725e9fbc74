// The order that somebody chooses for a list is remembered for the next time. The link itself is a GET and changes nothing, so the choice is posted beside it.
document.addEventListener('click', event => {
  const head = event.target.closest('a[data-sort]');
  const form = document.querySelector('form[data-list-view]');
  if (!head || !form) return;
  const body = new URLSearchParams(new FormData(form));
  body.set('sort', head.dataset.sort);
  body.set('desc', head.dataset.desc);
  fetch(form.action, { method: 'POST', body, keepalive: true }).catch(() => { /* the list is sorted all the same */ });
});
