/** The context menu of pictures: save to the library, check this one, add it to a claim of the page that was read last. */

import { liveQuery } from 'dexie';
import { logOf } from '../../base/log.ts';
import { compareInstants } from '../../claims/instants.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { files } from '../../i18n/areas/files.ts';
import { createTranslator, resolveLocale, setLocale } from '../../i18n/index.ts';
import { bestOriginal } from '../../images/originals.ts';
import { ensureEngine } from '../../platform/engine-host.ts';
import {
  onPictureEntry,
  type PictureClick,
  type PictureEntry,
  putPictureEntries,
  readInPage,
} from '../../platform/menus.ts';
import { openSidePanelFor, openWorkbench, uiLanguage } from '../../platform/tabs.ts';
import { shopDb } from '../../store/db.ts';
import { writeMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';
import { keepLoosePhoto } from '../claims/loose-photos.ts';
import { addToClaim } from '../claims/picture-owner.ts';
import { offerSaving, SAVE } from './save-from-page.ts';
import { offerGallery, SAVE_ALL } from './save-gallery.ts';

const { t } = createTranslator({ files });
const log = logOf('background');

const CHECK = 'check-picture';
const ADD = 'add-picture';
/** Most claims in the submenu; a list of more is no menu. */
const MOST_CLAIMS = 12;

/** Listens for the entries and keeps them named: in the seller's language, with the claims of the page read last. */
export function offerPictureMenu(): void {
  offerSaving();
  offerGallery();
  onPictureEntry(CHECK, (click) => void checkPicture(click).catch(log.failed('checking a picture')));
  onPictureEntry(`${ADD} `, (click, entry) => {
    void addPicture(click, entry.slice(ADD.length + 1)).catch(log.failed('adding a picture'));
  });
  liveQuery(latestClaims).subscribe({
    next: () => void nameEntries().catch(log.failed('the menu entries')),
    error: log.failed('watching the page read last'),
  });
}

/** Keys of the claims on the page that was read last. */
async function latestClaims(): Promise<string[]> {
  const pages = await shopDb().health.toArray();
  const [latest] = pages.sort((a, b) => compareInstants(b.at, a.at));
  return latest?.keys.slice(0, MOST_CLAIMS) ?? [];
}

/** Names the entries; again when the settings change. */
export async function nameEntries(): Promise<void> {
  const { locale } = await readSettings(shopDb());
  setLocale(resolveLocale(locale, [uiLanguage(), ...navigator.languages]));
  const claims = await latestClaims();
  const entries: PictureEntry[] = [
    { id: SAVE, title: t('files.save.menu') },
    { id: SAVE_ALL, title: t('files.saveAll.menu') },
    { id: CHECK, title: t('files.menu.check') },
  ];
  if (claims.length) {
    entries.push({ id: ADD, title: t('files.menu.add') });
    for (const key of claims) {
      const id = key.slice(key.indexOf(':') + 1);
      entries.push({ id: `${ADD} ${key}`, parent: ADD, title: t('files.menu.claim', { id }) });
    }
  }
  await putPictureEntries(entries);
}

const fileName = (src: string): string => src.split(/[?#]/)[0]?.split('/').at(-1) || 'picture';

async function show(key: string, tabId: number): Promise<void> {
  await writeMeta(shopDb(), 'looking-at', key);
  if (!(await openSidePanelFor(tabId))) await openWorkbench(`/claims/${encodeURIComponent(key)}`);
}

/** Checks one picture of a page against everything, as if it had been dropped; the answer is shown beside the page. */
async function checkPicture({ src, tabId }: PictureClick): Promise<void> {
  const base64 = await readInPage(tabId, src);
  const bytes = base64 ? fromBase64(base64) : null;
  if (!bytes) throw new Error('the page could not read the picture');
  const key = await keepLoosePhoto(new File([bytes as BlobPart], fileName(src)));
  await ensureEngine();
  await show(key, tabId);
}

/** Makes one picture of a page evidence of a claim, because the seller says that it is the buyer's. */
async function addPicture({ src, tabId }: PictureClick, claimKey: string): Promise<void> {
  if (!src.startsWith('https:')) throw new Error('only pictures with an address can be added');
  const ref = { url: src, originalUrl: bestOriginal(src), kind: 'photo' as const };
  if (!(await addToClaim(shopDb(), claimKey, ref, new Date()))) return;
  await ensureEngine();
  await show(claimKey, tabId);
}
