/** The popup's first paint: what it showed last for this page, drawn without React and without the database. */
import { type Glance, type GlanceCard, readGlance } from '../../lib/app/glance.ts';
import { frontTabId } from '../../lib/platform/front-tab.ts';

/** The longest that a glance stays when the popup itself never comes. */
const LONGEST_MS = 3_000;
const ID = 'glance';

function part(tag: string, look: string, text = '', ...children: Element[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = look;
  element.textContent = text;
  element.append(...children);
  return element;
}

function cardOf({ rung, word, title, line, amount }: GlanceCard): HTMLElement {
  const look = /^[a-z-]{1,30}$/.test(rung) ? `rung rung-${rung}` : 'rung';
  return part(
    'div',
    'card claim-card',
    '',
    part('div', 'claim-head', '', part('span', look, '', part('span', 'rung-shape'), part('span', '', word))),
    part(
      'div',
      'claim-title',
      '',
      part('span', 'grow', '', part('span', 'claim-name', title), part('span', 'tiny soft claim-line', line)),
      part('span', 'amount num', amount),
    ),
  );
}

function draw({ heading, cards }: Glance): HTMLElement {
  const head = part('div', 'popup-head', '', part('span', 'brand', ''));
  const icon = document.createElement('img');
  icon.src = '/icon/icon.svg';
  icon.width = 24;
  icon.height = 24;
  icon.alt = '';
  head.firstElementChild?.append(icon);
  const list = part(
    'div',
    'popup-list',
    '',
    part('div', 'row popup-bar', '', part('h2', 'grow', heading)),
    ...cards.map(cardOf),
  );
  const glance = part('div', 'popup glance', '', head, list);
  glance.id = ID;
  // The popup behind it is the real one: this picture is not for keys and screen readers.
  glance.inert = true;
  glance.setAttribute('aria-hidden', 'true');
  return glance;
}

/** The page that the popup is about: the one named in its address, else the tab in front. */
export const glanceOf = (tabId: number | null): string =>
  new URLSearchParams(window.location.search).get('page') ?? String(tabId);

/** Draws the glance over the page's root, where there is one for the tab in front. */
export async function showGlance(): Promise<void> {
  const named = new URLSearchParams(window.location.search).has('page');
  const glance = readGlance(glanceOf(named ? null : await frontTabId()), Date.now());
  if (!glance || document.querySelector('[data-testid="claim-card"]')) return;
  document.body.append(draw(glance));
  setTimeout(endGlance, LONGEST_MS);
}

/** Takes the glance away: the popup has its own answer. */
export function endGlance(): void {
  document.getElementById(ID)?.remove();
}
