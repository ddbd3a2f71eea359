/** The demo's pictures as files on disk: what a seller drops as a library, and what is audited against it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../audit/pack.ts';
import { make } from './pictures/make.ts';
import type { Demo } from './records.ts';
import { listingRecipe, PRODUCTS } from './shop.ts';

export interface DemoFiles {
  /** One folder per product, and one file that is no picture. */
  library: string;
  /** One folder per claim. */
  photos: string;
  /** Both as files that a page can be given. */
  libraryFiles: string[];
  photoFiles: string[];
  /** A shop's export whose pictures are on the shop's own host. */
  sheet: string;
  remove(): void;
}

/** Name of the library's file that is no picture. */
export const BROKEN_FILE = '损坏/broken.jpg';

/** Two goods of a shop on a host that belongs to no marketplace. */
const SHEET = `商品名称,商品编号,图片
竹编收纳篮,90001,https://img.shop.example/basket.jpg
棉麻抱枕套,90002,https://img.shop.example/cushion.jpg
`;

/** @param most claims whose photos are written */
export async function demoFiles({ claims, pictures }: Demo, most = 6): Promise<DemoFiles> {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-demo-files-'));
  const put = (path: string, bytes: Uint8Array): void => {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), bytes);
  };
  for (const product of PRODUCTS)
    put(`library/${product.title.replace(/[/:]/g, ' ')}/主图.jpg`, await make(listingRecipe(product)));
  put(`library/${BROKEN_FILE}`, Buffer.from('<!doctype html><title>404</title>'));
  for (const claim of claims.filter(({ evidence }) => evidence.length > 0).slice(0, most)) {
    for (const [n, url] of claim.evidence.entries()) {
      const { host, pathname } = new URL(url);
      const stored = pictures.get(host + pathname);
      if (stored) put(`photos/${claim.claimId}/${n + 1}.jpg`, await make(stored.recipe));
    }
  }
  put('shop.csv', Buffer.from(SHEET));
  const [library, photos] = [join(work, 'library'), join(work, 'photos')];
  return {
    library,
    photos,
    libraryFiles: pack(library, work, 'library'),
    photoFiles: pack(photos, work, 'photos'),
    sheet: join(work, 'shop.csv'),
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}
