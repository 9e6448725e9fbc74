// Cuts the HTML of a mail into pieces: texts, merge tags, tags, comments. A merge tag is one thing wherever it stands, whatever quotes or brackets are in it.
const rawText = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'iframe', 'object', 'embed', 'xmp', 'template', 'noembed', 'noframes', 'plaintext']);
const space = /[\s/]/;

/** Pieces in order, without a gap: { kind, from, to } and for tags { name, parts }; `odd` says why a piece cannot be understood. */
export function cut(html) {
  const pieces = [];
  let [at, words] = [0, 0];
  const flush = to => { if (to > words) pieces.push({ kind: 'text', from: words, to }); };
  while (at < html.length) {
    const piece = html[at] === '<' ? markup(html, at) : html[at] === '{' ? merge(html, at) : null;
    if (!piece) {
      at++;
      continue;
    }
    flush(at);
    pieces.push(piece);
    at = words = piece.to;
  }
  flush(html.length);
  return pieces;
}

/** The end of a merge tag that begins at `at`; `at` itself when none does. The same rule as in the portal that fills it. */
export function mergeEnd(html, at) {
  if (!html.startsWith('{{', at) || html[at - 1] === '\\') return at;
  const [open, close] = html.startsWith('{{{', at) ? ['{{{', '}}}'] : html.startsWith('{{!--', at) ? ['{{!--', '--}}'] : ['{{', '}}'];
  const end = html.indexOf(close, at + open.length);
  return end < 0 || (close !== '--}}' && end - at > 500) ? at : end + close.length;
}

function merge(html, from) {
  const to = mergeEnd(html, from);
  return to > from ? { kind: 'merge', from, to } : null;
}

function markup(html, from) {
  if (html.startsWith('<!--', from)) return comment(html, from);
  if (/^<(?:[!?]|\/(?![a-z]))/i.test(html.slice(from, from + 3))) return bogus(html, from);
  const name = /^<\/?([a-z][^\s/>]*)/i.exec(html.slice(from, from + 80));
  if (!name) return null;
  const tag = readTag(html, from, name[1]);
  if (tag?.kind !== 'open' || !rawText.has(tag.name)) return tag;
  const end = new RegExp(`</${tag.name}[\\s/>]`, 'ig');
  end.lastIndex = tag.to;
  const found = end.exec(html);
  const to = found ? html.indexOf('>', found.index) + 1 || html.length : tag.name === 'embed' ? tag.to : html.length;
  return { kind: 'raw', name: tag.name, from, to };
}

function comment(html, from) {
  const short = /^<!--(-?)>/.exec(html.slice(from, from + 6));
  if (short) return { kind: 'comment', from, to: from + short[0].length };
  const end = /--!?>/g;
  end.lastIndex = from + 4;
  return { kind: 'comment', from, to: end.exec(html) ? end.lastIndex : html.length };
}

function bogus(html, from) {
  const end = html.indexOf('>', from);
  return { kind: 'bogus', from, to: end < 0 ? html.length : end + 1 };
}

function readTag(html, from, written) {
  const closes = html[from + 1] === '/';
  const tag = { kind: closes ? 'close' : 'open', name: written.toLowerCase(), from, to: html.length, parts: [] };
  if (written.includes('{{')) tag.odd = 'name';
  let at = from + (closes ? 2 : 1) + written.length;
  while (at < html.length && html[at] !== '>') {
    if (space.test(html[at])) {
      at++;
      continue;
    }
    const end = mergeEnd(html, at);
    const part = end > at ? { merge: html.slice(at, end), from: at, to: end } : attribute(html, at);
    if (part.to <= at) return { ...tag, odd: 'tag' };
    tag.parts.push(part);
    if (part.odd) tag.odd = 'attribute';
    at = part.to;
  }
  tag.to = Math.min(html.length, at + 1);
  if (html[tag.to - 1] !== '>') tag.odd = 'open';
  return tag;
}

function attribute(html, from) {
  let at = from;
  do at++; while (at < html.length && !/[\s/>=]/.test(html[at]) && mergeEnd(html, at) === at);
  const part = { name: html.slice(from, at).toLowerCase(), value: null, from, to: at };
  // A tag glued to a name makes another name for each reader.
  if (mergeEnd(html, at) > at && html[at - 1] !== '"' && html[at - 1] !== "'") part.odd = true;
  let equals = at;
  while (/\s/.test(html[equals] ?? '')) equals++;
  if (html[equals] !== '=') return part;
  at = equals + 1;
  while (/\s/.test(html[at] ?? '')) at++;
  const quote = html[at] === '"' || html[at] === "'" ? html[at] : null;
  const begin = quote ? at + 1 : at;
  at = begin;
  while (at < html.length && (quote ? html[at] !== quote : !/[\s>]/.test(html[at]))) at = Math.max(at + 1, mergeEnd(html, at));
  part.value = html.slice(begin, at);
  part.to = quote ? Math.min(html.length, at + 1) : at;
  return part;
}
