/** `CHECK.html`: a page inside the package that checks the folder it was unpacked to, in any browser, without a network. */
import { wordsOf } from '../words.ts';
import checker from './checker.js?raw';
import { html } from './html.ts';

/** What the page does with the files it is given; `check` is the checker's. Text nodes only: names may hold anything. */
const SCRIPT = `
const out = document.getElementById('out');
const say = (text, look) => { const p = document.createElement('p'); p.textContent = text; if (look) p.className = look; out.append(p); };
async function walk(entry, path, files) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    files.set(path, new Uint8Array(await file.arrayBuffer()));
  } else {
    const reader = entry.createReader();
    for (let list; (list = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0; )
      for (const one of list) await walk(one, path ? path + '/' + one.name : one.name, files);
  }
}
const LITTER = /(^|\\/)(\\.DS_Store|\\._[^/]*|Thumbs\\.db|desktop\\.ini|\\.directory)$|^__MACOSX\\//i;
/** Without what file managers leave in a folder, and without a folder that an unpacker made around it. */
function ofPackage(given) {
  const files = new Map([...given].filter(([path]) => !LITTER.test(path)));
  const top = new Set([...files.keys()].map((path) => path.split('/')[0]));
  const [only] = top;
  if (top.size !== 1 || files.has(only)) return files;
  return ofPackage(new Map([...files].map(([path, bytes]) => [path.slice(only.length + 1), bytes])));
}
async function run(given) {
  out.textContent = '';
  const files = ofPackage(given);
  if (!files.has('manifest.json')) return say(WORDS.none, 'bad');
  let answer;
  try {
    answer = await check(files);
  } catch (error) {
    answer = { bad: [['', 'its records cannot be read: ' + error.message]], notes: [], counts: {} };
  }
  for (const [path, why] of answer.bad) say(path + ': ' + why, 'bad');
  for (const why of answer.notes) say(why);
  const { files: n, items, entries } = answer.counts;
  say(answer.bad.length ? WORDS.bad.replace('{n}', answer.bad.length) : WORDS.good.replace('{files}', n).replace('{items}', items).replace('{entries}', entries), answer.bad.length ? 'bad' : 'good');
  say(WORDS.limit);
}
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', async (event) => {
  event.preventDefault();
  const files = new Map();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  // The folder itself, or all that is in it.
  if (entries.length === 1 && entries[0].isDirectory) await walk(entries[0], '', files);
  else for (const entry of entries) await walk(entry, entry.name, files);
  await run(files);
});
document.getElementById('pick').addEventListener('change', async (event) => {
  const files = new Map();
  for (const file of event.target.files)
    files.set(file.webkitRelativePath.replace(/^[^/]*\\//, ''), new Uint8Array(await file.arrayBuffer()));
  await run(files);
});`;

/** The page in Chinese and English, whichever language the package is in: its reader is not always the seller. */
export function checkerPage(): string {
  const [zh, en] = [wordsOf('zh-CN'), wordsOf('en')];
  const both = (name: string): string => `${zh(`package.check.${name}`)} / ${en(`package.check.${name}`)}`;
  const words = Object.fromEntries(['good', 'bad', 'none', 'limit'].map((name) => [name, both(name)]));
  const raw = (markup: string) => ({ markup });
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${both('title')}</title>
<style>body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c2430}.drop{border:2px dashed #8a97a8;border-radius:8px;padding:2rem;text-align:center}.bad{color:#a11}.good{color:#175c2b;font-weight:600}#out p{margin:.25rem 0;overflow-wrap:anywhere}</style></head>
<body><h1>${both('title')}</h1><p>${zh('package.check.help')}</p><p>${en('package.check.help')}</p>
<div class="drop"><label>${both('drop')}<br><input id="pick" type="file" webkitdirectory multiple></label></div><div id="out" role="status"></div>
<script>const WORDS = ${raw(JSON.stringify(words).replaceAll('<', '\\u003c'))};
${raw(checker)}${raw(SCRIPT)}</script></body></html>
`.markup;
}
