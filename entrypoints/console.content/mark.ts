/** One mark in the page: a zero-size host that takes no room, with its own shadow root so that neither style touches the other. */
import { OWN_TAG } from '../../lib/consoles/page/walk.ts';
import type { Badge, BadgePhoto } from '../../lib/platform/messages.ts';
import { STYLE } from './mark-style.ts';
import { has, t } from './texts.ts';

/** Set through the element itself, which no content security policy of the page forbids. */
const HOST_STYLE =
  'all:initial!important;position:absolute!important;display:inline-block!important;width:0!important;height:0!important;margin:0!important;padding:0!important;border:0!important;overflow:visible!important;z-index:1!important;';

const SHAPES: Record<string, string> = {
  'no-anomaly': 'ring',
  'not-enough-information': 'dots',
  'worth-checking': 'diamond',
  'several-signs': 'diamonds',
  'file-declares-ai': 'label',
};

/** A host without content, not yet in the page. */
export function createHost(document: Document): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement(OWN_TAG);
  host.style.cssText = HOST_STYLE;
  // A closed root: the page sees that a mark is there, and not what it says.
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = STYLE;
  root.append(style);
  return { host, root };
}

/** Where no place is found that scrolls with the content, the host stands in the line itself, still without size. */
export function standInLine(host: HTMLElement): void {
  host.style.setProperty('position', 'relative', 'important');
  host.style.setProperty('vertical-align', 'top', 'important');
  host.style.setProperty('line-height', '0', 'important');
}

/** For what lies over the page for a moment: fixed in the window, above the page's own layers. */
export function floatAbove(host: HTMLElement): void {
  host.style.setProperty('position', 'fixed', 'important');
  host.style.setProperty('z-index', '2147483000', 'important');
}

/** The page's own handlers must not take what is done on one of our buttons for something done on the page. */
export function keepEvents(button: HTMLElement): void {
  for (const name of [
    'click',
    'mousedown',
    'mouseup',
    'pointerdown',
    'pointerup',
    'dblclick',
    'keydown',
    'keyup',
  ]) {
    button.addEventListener(name, (event) => event.stopPropagation());
  }
}

/** The badge's button; drawn once and updated in place. */
export function createBadge(document: Document, onOpen: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'badge';
  for (const name of ['shape', 'word', 'count', 'flag']) {
    const part = document.createElement('span');
    part.className = name;
    button.append(part);
  }
  keepEvents(button);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    // A page can click by script as often as it likes; only a person opens something.
    if (event.isTrusted) onOpen();
  });
  return button;
}

const part = (button: HTMLElement, name: string): HTMLElement =>
  button.querySelector(`.${name}`) as HTMLElement;

/** The reason in a few words; empty for a code of another version. */
function reasonWord({ code, order }: NonNullable<Badge['reason']>): string {
  const key = `verdicts.reasons.${code}`;
  return has(key) ? t(key, { order, noOrder: order === undefined }) : '';
}

/** Name of a claim's look, its shape, its level in words, and the reason where there is one. */
export function describeBadge(
  badge: Badge,
  unsaved = false,
): { what: string; shape: string; level: string; reason: string; word: string; settled: boolean } {
  const settled = badge.state === 'done' && badge.verdict !== null && !unsaved;
  const what = unsaved ? 'unsaved' : settled ? (badge.verdict ?? '') : badge.state;
  const shape = settled ? (SHAPES[what] ?? 'dots') : unsaved ? 'failed' : badge.state;
  const level = t(`verdicts.${what === 'done' ? 'waiting' : what}`);
  const reason = settled && badge.reason ? reasonWord(badge.reason) : '';
  return { what, shape, level, reason, word: reason || level, settled };
}

/** Gives a span the shape of a level. */
export function drawShape(span: HTMLElement, shape: string): HTMLElement {
  span.className = `shape ${shape}`;
  return span;
}

/** Shows a claim's state: word and shape, number of signs, the seller's own flag; that it is not saved goes before all. */
export function drawBadge(button: HTMLElement, badge: Badge, unsaved = false): void {
  const { what, shape, level, reason, word, settled } = describeBadge(badge, unsaved);
  button.dataset.verdict = what;
  drawShape(part(button, 'shape'), shape);
  part(button, 'word').textContent = word;
  part(button, 'count').textContent = settled && badge.signs > 0 ? String(badge.signs) : '';
  part(button, 'flag').textContent = badge.flagged ? '⚑' : '';
  const label = unsaved
    ? t('consoles.badge.unsaved')
    : t('consoles.badge.label', {
        verdict: level,
        reason,
        signs: badge.signs,
        flagged: badge.flagged,
      });
  // No title: the card says it to the eye, and a second tip would cover it.
  button.setAttribute('aria-label', label);
}

/** The small mark on an evidence thumbnail; it lets every click through. */
export function createPhotoMark(document: Document): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'photo';
  mark.setAttribute('role', 'img');
  return mark;
}

export function drawPhotoMark(mark: HTMLElement, state: BadgePhoto['mark']): void {
  mark.dataset.mark = state;
  mark.setAttribute('aria-label', t(`consoles.photo.${state}`));
}
