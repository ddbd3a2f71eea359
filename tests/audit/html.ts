/** The extension's own report page, with pictures read from the audited folders. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { auditHtml } from '../../lib/app/audit/audit-html.ts';
import { collectPictures } from '../../lib/app/audit/audit-pictures.ts';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { pictureAddress } from '../../lib/cases/package/html.ts';
import { setLocale } from '../../lib/i18n/index.ts';

/** Longest side of the pictures in the page. */
const SIDE = 320;

interface Folders {
  library: string;
  photos: string;
}

/** A small JPEG as a data address; null for what sharp cannot open (HEIC, damaged). */
export async function shown(path: string): Promise<string | null> {
  if (!existsSync(path)) return null;
  try {
    const small = await sharp(path, { limitInputPixels: 120_000_000 })
      .rotate()
      .flatten({ background: '#fff' })
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
    return pictureAddress(small, 'image/jpeg');
  } catch {
    return null;
  }
}

/** The whole page, in English. */
export async function reportPage(report: AuditReport, folders: Folders): Promise<string> {
  setLocale('en');
  const pictures = await collectPictures(report, async (_, { file, match }) => ({
    photo: await shown(join(folders.photos, file)),
    source:
      match && (await shown(join(match.kind === 'listing' ? folders.library : folders.photos, match.file))),
  }));
  return auditHtml(report, pictures);
}
