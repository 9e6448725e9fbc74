// Between a mail and the visual editor: what browsers would move, tear or lose is hidden before, and put back after. What nobody changed stays as it was written, byte for byte.
import { cut } from './html-pieces.js';
import { t } from '../words.js';

const inert = document.implementation.createHTMLDocument('');
const implied = new Set(['open tbody', 'open colgroup', ...['p', 'li', 'dt', 'dd', 'td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'option', 'optgroup', 'colgroup', 'caption'].map(n => `close ${n}`)]);
const voids = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const active = new Set(['meta', 'base', 'link']);
const escape = text => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What the visual editor may show of the mail, or the reason why it may not: { reason } or { html, styles, body, entries, ... }. */
export function shield(source) {
  if (source.length > 600_000) return { reason: t('It is longer than 600 kB.') };
  const pieces = cut(source);
  const odd = pieces.find(p => p.odd);
  if (odd) return { reason: t('A merge tag stands inside the name of a tag or attribute (line {0}).', lineOf(source, odd.from)) };
  const [first, last] = region(source, pieces);
  const plan = { source, hidden: [], entries: [], start: pieces[first]?.from ?? source.length, end: pieces[last]?.from ?? source.length };
  const places = [];
  for (const piece of pieces.slice(first, last)) {
    const written = source.slice(piece.from, piece.to);
    follow(places, piece);
    plan.entries.push({ from: piece.from, to: piece.to, html: shielded(plan, piece, written, places.at(-1) === 'table') });
  }
  plan.html = plan.entries.map(e => e.html).join('');
  const problem = outlookProblem(plan) ?? shapeProblem(plan);
  if (problem) return { reason: problem };
  plan.styles = pieces.filter(p => p.name === 'style' && p.kind === 'raw').map(p => source.slice(p.from, p.to).replace(/^[^>]*>|<\/style[^>]*>$/gi, '')).join('\n');
  const body = pieces[first - 1]?.name === 'body' ? pieces[first - 1] : null;
  plan.body = Object.fromEntries((body?.parts ?? []).filter(p => ['style', 'class', 'bgcolor', 'dir', 'lang'].includes(p.name)).map(p => [p.name, decode(p.value ?? '')]));
  return plan;
}

/** Ties what the editor made of the shielded mail to what was written; null when it made something else of it. */
export function bind(plan, given) {
  const [made, written] = [keyed(given), keyed(plan.html)];
  if (written.length !== plan.entries.length) return null;
  let next = 0;
  for (const piece of made) {
    if (next < written.length && piece.key === written[next].key) piece.entry = plan.entries[next++];
    else if (!implied.has(piece.key) && !(next === written.length && piece.kind === 'close')) return null;
  }
  return next === written.length ? { plan, made } : null;
}

/** The whole mail after editing: only from the first to the last changed piece it is the editor's reading. */
export function merged({ plan, made }, given) {
  const now = keyed(given);
  const same = (a, b) => a.html === b.html;
  let head = 0;
  while (head < made.length && head < now.length && same(made[head], now[head])) head++;
  let tail = 0;
  while (tail < made.length - head && tail < now.length - head && same(made[made.length - 1 - tail], now[now.length - 1 - tail])) tail++;
  if (head === made.length && head === now.length) return plan.source;
  while (head > 0 && !made[head - 1].entry) head--;
  while (tail > 0 && !made[made.length - tail].entry) tail--;
  const from = head > 0 ? made[head - 1].entry.to : plan.start;
  const to = tail > 0 ? made[made.length - tail].entry.from : plan.end;
  return plan.source.slice(0, from) + now.slice(head, now.length - tail).map(p => unshielded(plan, p)).join('') + plan.source.slice(to);
}

/** HTML text for what is put in from a menu. */
export const asText = escape;

// From behind <body> (or <head>, <html>, the doctype) to </body>: the rest never reaches the editor.
function region(source, pieces) {
  const indexes = [
    pieces.findIndex(p => p.kind === 'open' && p.name === 'body'),
    pieces.findIndex(p => p.kind === 'close' && p.name === 'head'),
    pieces.findIndex(p => p.kind === 'open' && p.name === 'html'),
    pieces.findIndex(p => p.kind === 'bogus' && /^<!doctype/i.test(source.slice(p.from, p.to))),
  ];
  const first = 1 + (indexes.find(i => i >= 0) ?? -1);
  const last = pieces.findIndex((p, i) => i >= first && p.kind === 'close' && (p.name === 'body' || p.name === 'html'));
  return [first, last < 0 ? pieces.length : last];
}

// Whether a browser stands between the parts of a table, where words would be thrown out in front of it.
function follow(places, { kind, name }) {
  if (kind !== 'open' && kind !== 'close') return;
  const back = () => { if (places.at(-1) === 'cell') places.pop(); };
  if (name === 'table') {
    if (kind === 'open') places.push('table');
    else while (places.length > 0 && places.pop() !== 'table');
  } else if (['td', 'th', 'caption'].includes(name)) {
    back();
    if (kind === 'open' && places.length > 0) places.push('cell');
  } else if (['tr', 'tbody', 'thead', 'tfoot', 'colgroup', 'col'].includes(name)) back();
}

function shielded(plan, piece, written, isBetween) {
  const hides = piece.kind === 'comment' || piece.kind === 'bogus' || piece.kind === 'raw' || (piece.kind === 'open' && active.has(piece.name));
  if (hides || (piece.kind === 'merge' && (isBetween || written.startsWith('{{!')))) return `<!--ecp-${plan.hidden.push(written) - 1}-->`;
  if (piece.kind === 'merge') return escape(written);
  if (piece.kind !== 'open' || !piece.parts.some(p => p.merge || p.value?.includes('{{') || isLoud(p))) return written;
  const parts = piece.parts.map(part => {
    if (part.merge || isLoud(part)) return ` data-ecp-${plan.hidden.push(plan.source.slice(part.from, part.to)) - 1}=""`;
    return part.value === null ? ` ${part.name}` : ` ${part.name}="${eachTag(part.value, escape, quoted)}"`;
  });
  return `<${piece.name}${parts.join('')}>`;
}

// What would act by itself in our page although no script may run.
const isLoud = part => part.name === 'autofocus' || part.name?.startsWith('on') || part.name === 'contenteditable';
const quoted = text => text.replace(/"/g, '&quot;');

function eachTag(text, tag, other = t => t) {
  return cut(text.replace(/</g, '\u0001')).map(p => [p, text.slice(p.from, p.to)]).map(([p, t]) => (p.kind === 'merge' ? tag(t) : other(t))).join('');
}

function unshielded(plan, piece) {
  if (piece.kind === 'comment') return piece.html.replace(/^<!--ecp-(\d+)-->$/, (_, n) => plan.hidden[n] ?? '');
  if (piece.kind === 'merge') return tidy(piece.html);
  if (piece.kind !== 'open') return piece.html;
  const own = piece.parts.filter(p => !p.name?.startsWith('data-jodit') && !(p.name === 'class' && /^jodit/.test(p.value ?? '')));
  if (own.length === piece.parts.length && !/\{\{|data-ecp-/.test(piece.html)) return piece.html;
  const parts = own.map(part => {
    const token = /^data-ecp-(\d+)$/.exec(part.name ?? '');
    if (token) return ` ${plan.hidden[token[1]] ?? ''}`;
    if (part.merge) return ` ${part.merge}`;
    return part.value === null ? ` ${part.name}` : ` ${part.name}="${eachTag(part.value, tidy)}"`;
  });
  return `<${piece.name}${parts.join('')}>`;
}

const tidy = tag => decode(tag).replace(/\u00a0/g, ' ');

function keyed(html) {
  return cut(html).map(p => ({ ...p, html: html.slice(p.from, p.to) })).map(p => ({ ...p, key: keyOf(p) }));
}

function keyOf(piece) {
  if (piece.kind === 'open') return `open ${piece.name}${piece.parts.map(p => ` ${p.name ?? p.merge}=${decode(p.value ?? '')}`).join('')}`;
  if (piece.kind === 'close') return `close ${piece.name}`;
  return `${piece.kind} ${piece.kind === 'text' || piece.kind === 'merge' ? decode(piece.html) : piece.html}`;
}

function decode(text) {
  if (!text.includes('&')) return text;
  const area = inert.createElement('textarea');
  area.innerHTML = `.${text.replace(/</g, '&lt;')}`;
  return area.value.slice(1);
}

// Parts for Outlook may hold half a table; losing one half by a slip of the mouse would break it for Outlook alone, unseen.
function outlookProblem(plan) {
  for (const entry of plan.entries) {
    const content = /^<!--\s*\[if[^\]]*\]>([\s\S]*?)<!\[endif\]-->$/i.exec(plan.source.slice(entry.from, entry.to))?.[1];
    if (content === undefined) continue;
    const open = [];
    for (const piece of cut(content)) {
      if (piece.kind === 'open' && !voids.has(piece.name) && !content.slice(piece.from, piece.to).endsWith('/>')) open.push(piece.name);
      if (piece.kind === 'close' && open.pop() !== piece.name) open.push('?');
    }
    if (open.length > 0) return t('It holds half a table that only Outlook reads (line {0}).', lineOf(plan.source, entry.from));
  }
  return null;
}

// Read as a browser reads it, it must be what was written, and a block must end in the element in which it began.
function shapeProblem(plan) {
  inert.body.innerHTML = plan.html;
  if (!bind(plan, inert.body.innerHTML)) return t('Its tags are not nested as browsers read them, so they would come back changed.');
  // Browsers put a <tbody> around rows that have none; a block around the first rows begins before it.
  const rowless = !/<t(?:body|head|foot)[\s>]/i.test(plan.html);
  const placeOf = node => (rowless && node.parentNode.nodeName === 'TBODY' ? node.parentNode.parentNode : node.parentNode);
  const open = [];
  const walker = inert.createTreeWalker(inert.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const written = node.nodeType === Node.COMMENT_NODE ? plan.hidden[/^ecp-(\d+)$/.exec(node.data)?.[1]] ?? '' : node.data;
    for (const { tag, kind } of node.nodeType === Node.COMMENT_NODE && written.startsWith('<!') ? outlookMarks(written) : blockMarks(written)) {
      if (kind === 'open') open.push({ tag, parent: placeOf(node) });
      else if (open.at(-1)?.parent !== placeOf(node)) return t('The block {0} begins in one place and ends inside another, such as in two rows of a table.', open.at(-1)?.tag ?? tag);
      else if (kind === 'close') open.pop();
    }
  }
  return open.length > 0 ? t('The block {0} is not closed.', open[0].tag) : null;
}

function blockMarks(text) {
  return [...text.matchAll(/\{\{~?\s*(#|\/|\^|else\b)\s*([^}\s~]*)[^}]*\}\}/g)]
    .map(([tag, mark, name]) => ({ tag, kind: mark === '#' || (mark === '^' && name) ? 'open' : mark === '/' ? 'close' : 'else' }));
}

function outlookMarks(written) {
  const [begins, ends] = [/^<!(?:--)?\s*\[if\b/i.test(written), /<!\[endif\]/i.test(written)];
  return begins === ends ? [] : [{ tag: 'for Outlook', kind: begins ? 'open' : 'close' }];
}

const lineOf = (text, at) => text.slice(0, at).split('\n').length;
