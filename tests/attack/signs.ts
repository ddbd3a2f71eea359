/** More of what the hostile page does, as text that runs in it: signs of the extension, and boxes that nobody clicked. */

/** Defines `window.signs()`: each finding goes through the page's own `note`. Compares with a fresh frame's untouched functions. */
export const SIGNS = String.raw`
const violations = [];
addEventListener('securitypolicyviolation', (event) => violations.push(event.sourceFile + ' ' + event.blockedURI));
const loud = [];
addEventListener('error', (event) => loud.push(event.filename + ' ' + event.message));
addEventListener('unhandledrejection', (event) => loud.push(String(event.reason && event.reason.stack)));
window.signs = async () => {
  const ours = (text) => /-extension:|claimlens/i.test(text);
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const fresh = frame.contentWindow;
  for (const [name, mine, theirs] of [
    ['fetch', [window, 'fetch'], [fresh, 'fetch']],
    ['send', [XMLHttpRequest.prototype, 'send'], [fresh.XMLHttpRequest.prototype, 'send']],
    ['open', [XMLHttpRequest.prototype, 'open'], [fresh.XMLHttpRequest.prototype, 'open']],
    ['toString', [Function.prototype, 'toString'], [fresh.Function.prototype, 'toString']],
    ['json', [Response.prototype, 'json'], [fresh.Response.prototype, 'json']],
    ['text', [Response.prototype, 'text'], [fresh.Response.prototype, 'text']],
  ]) {
    const flags = ([owner, key]) => { const d = Object.getOwnPropertyDescriptor(owner, key); return d ? [d.writable, d.enumerable, d.configurable, 'value' in d].join() : 'none'; };
    note('descriptor of ' + name, flags(mine) === flags(theirs) ? 'none' : 'differs: ' + flags(mine) + ' ' + flags(theirs));
    const has = ([owner, key]) => ['prototype' in owner[key], Reflect.ownKeys(owner[key]).length, Object.isExtensible(owner[key])].join();
    note('shape of ' + name, has(mine) === has(theirs) ? 'none' : 'differs: ' + has(mine) + ' ' + has(theirs));
  }
  const order = (w) => Reflect.ownKeys(w.XMLHttpRequest.prototype).map(String).join();
  note('order of the members of XMLHttpRequest', order(window) === order(fresh) ? 'none' : 'differs');
  const said = async (w) => { try { await w.fetch(); return ''; } catch (error) { return error.name + error.message; } };
  note('words of fetch() without an address', (await said(window)) === (await said(fresh)) ? 'none' : 'differs');
  const wrong = (w) => { try { w.XMLHttpRequest.prototype.send.call(null); return ''; } catch (error) { return error.name + error.message; } };
  note('words of a misplaced send', wrong(window) === wrong(fresh) ? 'none' : 'differs: ' + wrong(window));
  frame.remove();
  const entries = performance.getEntries().map((entry) => entry.name).filter(ours);
  note('entries of the clock of loading', entries.length ? 'shown ' + entries[0] : 'none');
  const sheets = [...document.styleSheets].filter((sheet) => ours(String(sheet.href)) || ours(sheet.ownerNode?.textContent ?? '')).length + (document.adoptedStyleSheets?.length ?? 0);
  note('style sheets in the page', sheets ? 'shown' : 'none');
  note('scripts in the page', [...document.scripts].some((script) => !('own' in script.dataset) && ours(script.src)) ? 'shown' : 'none');
  note('reports of the content policy', violations.some(ours) ? 'shown ' + violations[0] : 'none');
  note('errors that the page hears', loud.some(ours) ? 'shown ' + loud.find(ours) : 'none');
  note('names in storage', ours(Object.keys(localStorage).join() + Object.keys(sessionStorage).join() + document.cookie) ? 'shown' : 'none');
  note('databases, caches and workers of the page', ours((await indexedDB.databases()).map((d) => d.name).join() + (await caches.keys()).join() + (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope).join()) ? 'shown' : 'none');
  const teach = document.querySelector('claimlens-mark[data-teach]');
  note('the bar for teaching', teach && (teach.shadowRoot || teach.textContent) ? 'readable' : 'none');
};
// Boxes that a page would like to have filled: none of them was touched by a person.
window.lureBoxes = () => {
  const make = (id, style, tag = 'textarea') => { const box = document.createElement(tag); box.id = id; box.style.cssText = style; document.body.append(box); return box; };
  const press = (box) => { box.focus(); for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'keydown', 'input']) box.dispatchEvent(new (type.startsWith('key') ? KeyboardEvent : type.startsWith('pointer') ? PointerEvent : MouseEvent)(type, { bubbles: true, composed: true, cancelable: true, view: window, key: 'a' })); };
  press(make('lure-plain', ''));
  press(make('lure-tiny', 'width:1px;height:1px;opacity:0'));
  press(make('lure-away', 'position:fixed;left:-9999px'));
  press(make('lure-password', '', 'input'));
  document.getElementById('lure-password').type = 'password';
  const edit = make('lure-editable', '', 'div');
  edit.contentEditable = 'true';
  press(edit);
  make('lure-focus', '').autofocus = true;
  document.getElementById('lure-focus').focus();
};
window.lured = () => [...document.querySelectorAll('[id^=lure-]')].filter((box) => (box.value ?? box.textContent)).map((box) => box.id).join(' ');
`;
