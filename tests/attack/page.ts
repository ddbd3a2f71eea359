/** The hostile page itself: it lies to the tap, breaks the language, storms the document and tries every door of the extension. */

import { SIGNS } from './signs.ts';

/** What the page writes down about its own attempts, read by the runner as `window.attempts`. */
export interface Attempts {
  [name: string]: string;
}

/** Runs before anything else in the page. Kept as text, so that no bundler or type checker touches what it breaks. */
const SCRIPT = String.raw`
window.attempts = {};
const note = (name, what) => { window.attempts[name] = String(what).slice(0, 200); };

// 1. Redefine what a reader might lean on, in the page's world.
const original = { parse: JSON.parse, map: Array.prototype.map, then: Promise.prototype.then };
window.fetchSeen = 0;
Object.defineProperty(Object.prototype, 'console', { get() { return 'jd'; }, set() {}, configurable: true });
Object.prototype.evidence = [{ url: 'https://collector.example/prototype.jpg', kind: 'photo' }];
Array.prototype.flatMap = function () { throw new Error('flatMap is broken here'); };
String.prototype.normalize = function () { return 'broken'; };
window.MutationObserver = class { observe() {} disconnect() {} takeRecords() { return []; } };

// 2. Forge what the tap would say: huge, malformed, of another console, of another address.
const tell = (detail) => document.dispatchEvent(new CustomEvent('claimlens-answer', { detail }));
for (const detail of [null, 42, {}, 'no address', '\n', 'javascript:alert(1)\n{}', 'https://x.y/queryList\n' + '['.repeat(200000)])
  try { tell(detail); } catch (error) { note('forged answer', error); }
const foreign = JSON.stringify({ result: { list: [{ id: 'taobao:1', orderSn: '1', console: 'taobao', key: 'taobao:999', images: ['https://collector.example/forged.jpg'] }] } });
tell('https://myseller.taobao.com/refund/queryList\n' + foreign);
tell('https://mms.pinduoduo.com/mercury/mms/afterSales/queryList\n' + foreign);
const many = Array.from({ length: 3000 }, (_, i) => ({ id: String(19000000000000 + i), orderSn: '261002-' + String(100000000000000 + i), afterSalesType: 1 }));
window.flood = () => tell('https://mms.pinduoduo.com/mercury/mms/afterSales/queryList\n' + JSON.stringify({ result: { list: many } }));
window.postMessage({ type: 'reading', console: 'pinduoduo', claims: [] }, '*');
new BroadcastChannel('claimlens').postMessage({ type: 'reading' });

// 3. The extension's own doors.
note('runtime.sendMessage', typeof chrome !== 'undefined' && chrome.runtime ? 'there' : 'absent');
note('browser.runtime', typeof browser !== 'undefined' ? 'there' : 'absent');
window.knock = async (root) => {
  for (const path of ['manifest.json', 'popup.html', 'workbench.html', 'engine.html', 'background.js', 'content-scripts/console.js', 'icon/96.png', 'models/ppocr_keys_v1.txt']) {
    note('fetch ' + path, await fetch(root + path).then((r) => 'got ' + r.status, () => 'refused'));
    note('image ' + path, await new Promise((done) => { const i = new Image(); i.onload = () => done('loaded'); i.onerror = () => done('refused'); i.src = root + path; }));
    note('script ' + path, await new Promise((done) => { const s = document.createElement('script'); s.dataset.own = ''; s.onload = () => done('loaded'); s.onerror = () => done('refused'); s.src = root + path; document.head.append(s); }));
  }
  const frame = document.createElement('iframe');
  frame.src = root + 'workbench.html';
  document.body.append(frame);
  await new Promise((done) => setTimeout(done, 1500));
  let inside = 'refused';
  try { inside = frame.contentDocument && frame.contentDocument.body.childElementCount ? 'readable' : 'empty'; } catch { inside = 'foreign'; }
  note('frame workbench.html', inside);
  note('open workbench.html', (() => { try { const w = window.open(root + 'workbench.html'); return w ? 'opened' : 'refused'; } catch (e) { return 'refused'; } })());
  for (const store of ['indexedDB']) {
    const names = (await indexedDB.databases()).map((d) => d.name).join(' ');
    note(store, /claimlens/.test(names) ? 'visible ' + names : 'not visible');
  }
  const globals = Object.keys(window).filter((name) => /claimlens|wxt|dexie/i.test(name));
  note('globals', globals.length ? globals.join(' ') : 'none');
};

// 4. Signs by which a page could tell that somebody listens, or what the marks say.
window.detect = async () => {
  const print = Function.prototype.toString;
  const marks = [...document.querySelectorAll('claimlens-mark')];
  note('root of a mark', marks.some((mark) => mark.shadowRoot) ? 'readable' : 'none');
  note('text of a mark', marks.map((mark) => mark.innerText + mark.textContent).join('') ? 'readable' : 'none');
  note('children of a mark', marks.some((mark) => mark.childElementCount) ? 'readable' : 'none');
  note('verdict in an attribute of a mark', marks.some((mark) => /anomaly|sign|worth/.test(mark.outerHTML)) ? 'readable' : 'none');
  note('attachShadow on a mark', (() => { try { marks[0]?.attachShadow({ mode: 'open' }); return marks.length ? 'reopened' : 'none'; } catch { return 'refused'; } })().replace('reopened', 'readable'));
  // Browsers break the line of what they print in their own ways.
  const native = (name) => print.call(Array.prototype.at).replace('at', name);
  for (const [name, fn] of [
    ['fetch', fetch],
    ['send', XMLHttpRequest.prototype.send],
    ['toString', print],
  ]) {
    const looks = native(name);
    note(name + ' printed', print.call(fn) === looks && String(fn) === looks ? 'none' : 'differs: ' + print.call(fn));
    note(name + ' by name and length', fn.name === name && fn.length === (name === 'fetch' ? 1 : 0) ? 'none' : 'differs');
    note(name + ' by its properties', Object.getOwnPropertyNames(fn).sort().join() === 'length,name' ? 'none' : 'differs: ' + Object.getOwnPropertyNames(fn));
    note(name + ' as a constructor', (() => { try { new fn(); return 'differs'; } catch (error) { return /extension/.test(error.stack) ? 'shown' : 'none'; } })());
  }
  const shows = (error) => (/-extension:/.test(String(error && error.stack)) ? 'shown' : 'none');
  note('stack of a failed fetch', await fetch('https://collector.example:1/refund').then(() => 'none', shows));
  note('stack of a bad fetch', await fetch('http://[').then(() => 'none', shows));
  note('stack of a bad send', (() => { try { XMLHttpRequest.prototype.send.call({}); return 'differs'; } catch (error) { return shows(error); } })());
  note('stack of an unopened send', (() => { try { new XMLHttpRequest().send(); return 'differs'; } catch (error) { return shows(error); } })());
  note('stack of toString on an object', (() => { try { print.call({}); return 'differs'; } catch (error) { return shows(error); } })());
  let looked = 0;
  await fetch('/mercury/mms/afterSales/queryList', Object.defineProperty({ method: 'GET' }, 'priority', { get: () => { looked += 1; return 'auto'; }, enumerable: true })).catch(() => 0);
  note('a getter of a request looked at', looked <= 1 ? 'none' : 'looked ' + looked + ' times');
  const heard = [];
  for (const type of ['claimlens-answer', 'claimlens-ask', 'claimlens-meet', 'claimlens-meet-ask', 'mine']) document.addEventListener(type, (event) => heard.push(type + ':' + String(event.detail).slice(0, 20)));
  document.dispatchEvent(new CustomEvent('claimlens-meet', { detail: 'mine' }));
  document.dispatchEvent(new CustomEvent('claimlens-meet-ask'));
  document.dispatchEvent(new Event('claimlens-ask'));
  await fetch('/mercury/mms/afterSales/queryList', { method: 'POST', body: '{}' }).then((r) => r.text());
  await new Promise((done) => setTimeout(done, 300));
  const own = ['claimlens-meet:mine', 'claimlens-meet-ask:null', 'claimlens-ask:undefined'];
  note('answers of the tap overheard', heard.every((one) => own.includes(one)) ? 'none' : heard.join(' '));
  const dispatch = document.dispatchEvent;
  const seen = [];
  document.dispatchEvent = function (event) { seen.push(event.type); return dispatch.call(this, event); };
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (...args) { if (this instanceof XMLHttpRequest) seen.push('listener ' + args[0]); return add.apply(this, args); };
  await fetch('/mercury/mms/afterSales/queryList').then((r) => r.text());
  await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('GET', '/mercury/mms/afterSales/queryList'); x.send(); });
  note('patched dispatchEvent and addEventListener', seen.length ? seen.join(' ') : 'none');
  document.dispatchEvent = dispatch;
  EventTarget.prototype.addEventListener = add;
  note('names on window', Object.getOwnPropertyNames(window).some((one) => /claimlens(Tap|Hand)|wxt/i.test(one)) ? 'visible' : 'none');
  const frame = document.createElement('iframe');
  document.body.append(frame);
  note('printed by a fresh frame (known: docs/security.md)', frame.contentWindow.Function.prototype.toString.call(fetch) === native('fetch') ? 'none' : 'known');
  frame.remove();
};

// 5. Clicks that nobody made.
window.clickBadges = () => {
  const hosts = [...document.querySelectorAll('claimlens-mark')];
  for (const host of hosts) for (let i = 0; i < 20; i++) host.shadowRoot?.querySelector('button')?.click();
  note('script clicks', hosts.length + ' badges clicked');
};

// 6. A storm of changes.
window.storm = (ms) => new Promise((done) => {
  const box = document.createElement('div');
  document.body.append(box);
  const end = performance.now() + ms;
  let changes = 0;
  const slice = () => {
    for (let i = 0; i < 20; i++) {
      const node = document.createElement('p');
      node.textContent = '退款金额 ￥' + changes + ' 订单编号 261002-' + String(100000000000000 + changes);
      box.append(node);
      if (box.childElementCount > 200) box.firstChild.remove();
      changes += 1;
    }
    if (performance.now() < end) setTimeout(slice, 10);
    else { box.remove(); done(changes); }
  };
  slice();
});
fetch('/mercury/mms/afterSales/queryList', { method: 'POST', body: '{}' }).then((r) => r.text()).then(() => note('own answer', 'sent'));
`;

/** One row per claim with its links, as the console draws them, so that the reader finds places for its badges. */
export const hostilePage = (claims: string[]): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>售后管理</title><script>${SCRIPT}${SIGNS}</script></head><body>
<table><tbody>${claims
    .map(
      (id, i) =>
        `<tr class="after-sales-table_order_item__x"><td><a href="/aftersales-ssr/detail?id=${id}&orderSn=261002-00000000000000${i % 10}">查看详情</a> 售后编号：${id} 仅退款 ￥12.34</td></tr>`,
    )
    .join('')}</tbody></table></body></html>`;
