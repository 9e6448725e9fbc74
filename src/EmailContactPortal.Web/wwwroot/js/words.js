// Sentences that scripts say, found by their English text in the language of the page; the page brings them when it is not English.
const sentences = JSON.parse(document.getElementById('ecp-words')?.textContent ?? '{}');

/** The sentence in the page's language; {0}, {1} … become the values. */
export const t = (english, ...values) => (sentences[english] ?? english).replace(/\{(\d)\}/g, (place, n) => values[n] ?? place);
