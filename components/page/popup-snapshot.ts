/** The popup's first paint: what it showed last for this page, drawn without React and without the database. */
import { type PopupSnapshot, readSnapshot, type SnapshotCard } from '../../lib/app/claims/popup-snapshot.ts';
import { frontTabId } from '../../lib/platform/front-tab.ts';

/** The longest that a snapshot stays when the popup itself never comes. */
const LONGEST_MS = 3_000;
const ID = 'snapshot';

function part(tag: string, look: string, text = '', ...children: Element[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = look;
  element.textContent = text;
  element.append(...children);
  return element;
}

function cardOf({ level, word, title, amount }: SnapshotCard): HTMLElement {
  const look = /^[a-z-]{1,30}$/.test(level) ? `verdict-level level-${level}` : 'verdict-level';
  return part(
    'div',
    'card claim-card claim-row',
    '',
    part(
      'div',
      'claim-title',
      '',
      part(
        'span',
        'grow claim-words',
        '',
        part('span', '', '', part('span', look, '', part('span', 'level-shape'), part('span', '', word))),
        part(
          'span',
          'claim-pairing',
          '',
          part('span', 'claim-name claim-name-short', title),
          part('span', 'amount num', amount),
        ),
      ),
    ),
  );
}

function draw({ heading, cards }: PopupSnapshot): HTMLElement {
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
  const snapshot = part('div', 'popup snapshot', '', head, list);
  snapshot.id = ID;
  // The popup behind it is the real one: this picture is not for keys and screen readers.
  snapshot.inert = true;
  snapshot.setAttribute('aria-hidden', 'true');
  return snapshot;
}

/** The page that the popup is about: the one named in its address, else the tab in front. */
export const snapshotKey = (tabId: number | null): string =>
  new URLSearchParams(window.location.search).get('page') ?? String(tabId);

/** Draws the snapshot over the page's root, where there is one for the tab in front. */
export async function showSnapshot(): Promise<void> {
  const named = new URLSearchParams(window.location.search).has('page');
  const snapshot = readSnapshot(snapshotKey(named ? null : await frontTabId()), Date.now());
  if (!snapshot || document.querySelector('[data-testid="claim-card"]')) return;
  document.body.append(draw(snapshot));
  setTimeout(removeSnapshot, LONGEST_MS);
}

/** Takes the snapshot away: the popup has its own answer. */
export function removeSnapshot(): void {
  document.getElementById(ID)?.remove();
}
