/** Parts of a page that stand apart: dialogs over the page, and notices, help and samples, which belong to no claim. */
import { clean } from '../words/text.ts';
import { parentOf, type Run, textOf } from './walk.ts';

const classOf = (element: Element): string => element.getAttribute('class') ?? '';

/** Class names split into their words: `after-sales_helpTip__x1` → after, sales, help, tip, x1. */
export const classWords = (element: Element): string[] =>
  classOf(element)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

const DIALOG_WORDS = new Set(['drawer', 'modal', 'dialog', 'popup', 'popover', 'lightbox']);

/** Whether an element lies over the page: it shows one claim of its own, whatever stands behind it. */
export function isDialog(element: Element): boolean {
  if (element.tagName === 'DIALOG' || element.getAttribute('aria-modal') === 'true') return true;
  const role = element.getAttribute('role');
  if (role === 'dialog' || role === 'alertdialog') return true;
  return classWords(element).some((word) => DIALOG_WORDS.has(word));
}

const BOILERPLATE_TAGS = new Set(['ASIDE', 'NAV', 'FOOTER']);
/** A footer or an aside of one of these is a part of it, not of the site. */
const PARTS = 'article, section, li, td, [role="row"], [role="listitem"], [role="dialog"]';
const BOILERPLATE_ROLES = new Set([
  'alert',
  'note',
  'complementary',
  'navigation',
  'contentinfo',
  'tooltip',
  'marquee',
]);
const BOILERPLATE_WORDS = new Set([
  'notice',
  'notices',
  'announcement',
  'announce',
  'help',
  'helper',
  'guide',
  'tutorial',
  'faq',
  'sample',
  'example',
  'demo',
  'advert',
  'promotion',
  'recommend',
  'recommendation',
]);

/** Dresses of parts that choose or count claims; one that shows a claim's number holds the claims themselves. */
const COUNT_WORDS = new Set([
  'filter',
  'filters',
  'search',
  'searchbar',
  'query',
  'stat',
  'stats',
  'statistic',
  'statistics',
  'kpi',
  'kpis',
  'metrics',
]);

/** Words with which notices, help and samples introduce themselves. */
const BOILERPLATE_TEXT =
  /^[【[(（]?(?:示例|示范|样例|样图|例图|参考图|参考示例|举例|例如|温馨提示|友情提示|重要提示|公告|平台公告|系统公告|通知|帮助|使用帮助|帮助中心|使用说明|操作指引|操作指南|举证指引|注意事项|规则说明|常见问题|凭证要求|拍摄要求|範例|溫馨提示|sample|example|help\b|tips?\b|notice|announcement|faq\b|how to\b|guide|ejemplo|exemplo|beispiel|exemple|esempio|ví dụ|ตัวอย่าง|contoh|例)/i;

/** Whether a text introduces something that is nobody's claim. */
export const introducesBoilerplate = (text: string): boolean =>
  text.length <= 60 && BOILERPLATE_TEXT.test(clean(text));

/** Whether an element says by itself that nothing in it belongs to a claim. */
export function isBoilerplate(element: Element): boolean {
  const parts = element.tagName === 'FOOTER' ? `${PARTS}, main` : PARTS;
  if (BOILERPLATE_TAGS.has(element.tagName) && !element.closest(parts)) return true;
  if (BOILERPLATE_ROLES.has(element.getAttribute('role') ?? '')) return true;
  return classWords(element).some((word) => BOILERPLATE_WORDS.has(word));
}

/** Whether an element chooses claims or counts them: what it says is said of all. */
const isAboutAll = (element: Element): boolean =>
  element.getAttribute('role') === 'search' || classWords(element).some((word) => COUNT_WORDS.has(word));

/** The part that a notice's first words introduce: up to where anything else stands before them. */
function introduced(run: Run, root: Element): Element | undefined {
  let zone = run.element;
  if (zone === root) return undefined;
  const own = textOf(zone);
  for (let up = parentOf(zone), level = 0; up && up !== root && level < 4; up = parentOf(up), level++) {
    if (!textOf(up).startsWith(own.slice(0, 40))) break;
    zone = up;
    if (textOf(up).length > own.length || up.querySelector('img, video')) break;
  }
  return zone;
}

/**
 * Elements of a page that belong to nobody. `holdsClaim` says whether an element shows a claim's number: what does is a claim,
 * however it is dressed.
 */
export function boilerplateZones(
  root: Element,
  runs: readonly Run[],
  holdsClaim: (element: Element) => boolean,
): Set<Element> {
  const zones = new Set<Element>();
  const asked = new Set<Element>();
  for (const run of runs) {
    if (introducesBoilerplate(run.text)) {
      const zone = introduced(run, root);
      if (zone && !holdsClaim(zone)) zones.add(zone);
    }
  }
  for (const { element } of runs) {
    for (let up: Element | null = element; up && up !== root && !asked.has(up); up = parentOf(up)) {
      asked.add(up);
      if ((isBoilerplate(up) || isAboutAll(up)) && !holdsClaim(up)) zones.add(up);
    }
  }
  return zones;
}

const dialogWords = (element: Element): string =>
  classWords(element)
    .filter((word) => DIALOG_WORDS.has(word))
    .join(' ');

/** Whether a dialog lies over another one, and is not just a part of it: a role of its own, or another word for it. */
const isOver = (inner: Element, outer: Element): boolean => {
  const [own, around] = [dialogWords(inner), dialogWords(outer)];
  return own !== '' && around !== '' && own !== around;
};

/** Dialogs of a page: outermost ones, and those of another kind within them. */
export function dialogsIn(root: Element, runs: readonly Run[]): Set<Element> {
  const found = new Set<Element>();
  const asked = new Set<Element>();
  for (const { element } of runs) {
    for (let up: Element | null = element; up && up !== root && !asked.has(up); up = parentOf(up)) {
      asked.add(up);
      if (isDialog(up)) found.add(up);
    }
  }
  const all = new Set(found);
  for (const dialog of found) {
    for (let up = parentOf(dialog); up; up = parentOf(up)) {
      if (all.has(up) && !isOver(dialog, up)) {
        found.delete(dialog);
        break;
      }
    }
  }
  return found;
}

const sharesWord = (one: Element, other: Element): boolean => {
  const words = new Set(classWords(one).filter((word) => word.length >= 2));
  return classWords(other).some((word) => words.has(word));
};

/** Whether two elements are built as members of one row of things: same element, and the same class or a word of it. */
export function arePeers(one: Element, other: Element): boolean {
  if (one.tagName !== other.tagName) return false;
  const [a, b] = [classOf(one).trim(), classOf(other).trim()];
  return a === b || (a !== '' && b !== '' && sharesWord(one, other));
}
